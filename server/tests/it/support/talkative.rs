//! The program as its own process at its most talkative, and a client that speaks to it by hand.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// The program at its most talkative, with a database of its own in `data` and no setting of whoever runs the tests.
pub fn ironbook(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ironbook"));
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("IRONBOOK_") {
            command.env_remove(name);
        }
    }
    command.env("IRONBOOK_DATA", data).env("IRONBOOK_LOG", "trace").args(args);
    command
}

/// Runs it to its end with `typed` on its standard input.
pub fn run(command: &mut Command, typed: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who refuses before he reads has gone already.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

/// A server as its own process.
pub struct Running {
    child: Child,
    /// Where it writes.
    pub logs: TempDir,
    addr: String,
}

impl Running {
    /// Starts it, and waits until it says where it is.
    pub fn start(mut command: Command) -> Self {
        let logs = tempfile::tempdir().unwrap();
        let file = |name: &str| File::create(logs.path().join(name)).unwrap();
        let child = command.stdin(Stdio::null()).stdout(file("out")).stderr(file("err")).spawn().unwrap();
        let mut running = Self { child, logs, addr: String::new() };
        for _ in 0..600 {
            let out = fs::read_to_string(running.logs.path().join("out")).unwrap();
            let address = out.lines().find_map(|line| line.strip_prefix("Ironbook is at http://"));
            // The line is written at once, but may be read in the middle.
            if let Some(address) = address.filter(|_| out.ends_with('\n')) {
                running.addr = address.to_owned();
                return running;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("it does not start: {}", fs::read_to_string(running.logs.path().join("err")).unwrap());
    }

    /// Sends a request and reads the whole answer; of HTTP/1.0, so that it comes in one piece.
    pub fn ask(&self, request: &str) -> String {
        let mut socket = TcpStream::connect(&self.addr).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Opens a page.
    pub fn get(&self, path: &str, headers: &str) -> String {
        let host = &self.addr;
        self.ask(&format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: text/html\r\n{headers}\r\n"))
    }

    /// Sends a form from a page, as a browser without scripting does.
    pub fn submit(&self, path: &str, from: &str, headers: &str, body: &str) -> String {
        let (host, length) = (&self.addr, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.0\r\nHost: {host}\r\nReferer: http://{host}{from}\r\n\
             Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
             {headers}\r\n{body}"
        ))
    }

    /// Ends it as a service manager does.
    pub fn stop(&mut self) {
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status().unwrap();
        assert!(told.success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Running {
    /// When the test fails in between.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What an answer says under a name, up to the first semicolon.
pub fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let line = answer.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.and_then(|value| value.split(';').next()).unwrap_or_else(|| panic!("no {name} in {answer}"))
}

/// The status of an answer.
pub fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}
