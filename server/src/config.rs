//! What the operator decides: flags, environment, and an optional file, in this order of weight.

use anyhow::{Context, Result, anyhow, bail};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args};
use entity::session::rules::Lives;
use serde::Deserialize;
use std::env;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Name of the SQLite file in the data directory.
const FILE: &str = "ironbook.sqlite";

/// Where data lives and how it is reached.
#[derive(Debug, Clone, Default, Args)]
pub struct DataArgs {
    /// Directory for the SQLite database [default: ironbook in the user's data directory, such as ~/.local/share].
    #[arg(long, global = true, env = "IRONBOOK_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/DATABASE` [default: SQLite in the data directory].
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File with the same settings (TOML, named as the flags with `_`); flags and environment win over it.
    #[arg(long, global = true, env = "IRONBOOK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl DataArgs {
    /// A directory given as a flag outweighs a database named by the environment.
    pub fn weigh(&mut self, matches: &ArgMatches) {
        let by_flag = |name| matches.value_source(name) == Some(ValueSource::CommandLine);
        if by_flag("data") && !by_flag("database_url") {
            self.database_url = None;
        }
    }
}

/// How the server is reached.
#[derive(Debug, Clone, Default, Args)]
pub struct ServeArgs {
    /// Address to listen on [default: 127.0.0.1:3000].
    #[arg(long, env = "IRONBOOK_ADDR", value_name = "ADDRESS")]
    pub addr: Option<SocketAddr>,
    /// Address that people use when a proxy stands in front, such as https://crm.dealer.example.
    #[arg(long, env = "IRONBOOK_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A proxy in front speaks TLS: cookies become `Secure` and browsers are told to stay on TLS. Given with an
    /// `https` public address anyway.
    #[arg(long, env = "IRONBOOK_BEHIND_TLS", value_parser = switch)]
    pub behind_tls: bool,
    /// Addresses of proxies whose `X-Forwarded-For` is believed; repeat, or separate by commas.
    #[arg(long, env = "IRONBOOK_TRUSTED_PROXIES", value_delimiter = ',', value_name = "IP")]
    pub trusted_proxies: Vec<IpAddr>,
    /// Connections at once [default: 1024].
    #[arg(long, env = "IRONBOOK_CONNECTIONS", value_name = "NUMBER")]
    pub connections: Option<usize>,
    /// Connections at once from one address, this machine and trusted proxies aside [default: 100].
    #[arg(long, env = "IRONBOOK_CONNECTIONS_PER_IP", value_name = "NUMBER")]
    pub connections_per_ip: Option<usize>,
    /// Minutes without a request after which a session ends, unless it was to be kept [default: 30].
    #[arg(long, env = "IRONBOOK_SESSION_IDLE", value_name = "MINUTES")]
    pub session_idle: Option<u32>,
    /// Hours after which a session that begins from now on ends in any case, unless it was to be kept [default: 12].
    #[arg(long, env = "IRONBOOK_SESSION_LONGEST", value_name = "HOURS")]
    pub session_longest: Option<u32>,
    /// Fill the database with the demo dealer when it is empty, and print the demo's sign-ins.
    #[arg(long)]
    pub demo: bool,
    /// Offer the demo sign-ins on an address that other machines reach.
    #[arg(long)]
    pub allow_demo: bool,
}

/// A switch as people write it into an environment.
fn switch(word: &str) -> Result<bool, String> {
    match word.trim().to_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "" | "0" | "false" | "no" | "off" => Ok(false),
        _ => Err("say 1 or 0".to_owned()),
    }
}

/// The settings of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    data: Option<PathBuf>,
    database_url: Option<String>,
    addr: Option<SocketAddr>,
    public_url: Option<String>,
    behind_tls: bool,
    trusted_proxies: Vec<IpAddr>,
    connections: Option<usize>,
    connections_per_ip: Option<usize>,
    session_idle: Option<u32>,
    session_longest: Option<u32>,
}

/// Everything decided.
#[derive(Clone)]
pub struct Config {
    /// May hold a password: never logged.
    pub database_url: String,
    pub addr: SocketAddr,
    pub public_url: Option<String>,
    pub behind_tls: bool,
    pub trusted_proxies: Vec<IpAddr>,
    pub connections: usize,
    pub connections_per_ip: usize,
    pub lives: Lives,
}

impl Config {
    /// Puts flags, environment and file together.
    ///
    /// # Errors
    /// When the file cannot be read or holds an unknown setting, for an address that is none, and for sessions that would
    /// end too soon or too late.
    pub fn new(data: &DataArgs, serve: &ServeArgs) -> Result<Self> {
        let file = data.config.as_deref().map(read).transpose()?.unwrap_or_default();
        // A directory named by flag or environment outweighs a database named by the file.
        let url = data.database_url.clone().or(file.database_url.filter(|_| data.data.is_none()));
        let database_url = url.unwrap_or_else(|| {
            let dir = data.data.clone().or(file.data).unwrap_or_else(user_data);
            format!("sqlite://{}", dir.join(FILE).display())
        });
        let public_url = serve.public_url.clone().or(file.public_url).map(|url| origin(&url)).transpose()?;
        let on_tls = public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
        let proxies = &serve.trusted_proxies;
        let lives =
            Lives::new(serve.session_idle.or(file.session_idle), serve.session_longest.or(file.session_longest));
        Ok(Self {
            database_url,
            addr: serve.addr.or(file.addr).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000))),
            public_url,
            behind_tls: serve.behind_tls || file.behind_tls || on_tls,
            trusted_proxies: if proxies.is_empty() { file.trusted_proxies } else { proxies.clone() },
            connections: serve.connections.or(file.connections).unwrap_or(1024),
            connections_per_ip: serve.connections_per_ip.or(file.connections_per_ip).unwrap_or(100),
            lives: lives.map_err(anyhow::Error::msg)?,
        })
    }

    /// Whether only this machine is served: neither the address nor what a proxy in front shows is open to others.
    pub fn is_for_this_machine(&self) -> bool {
        let host = self.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, host)| host);
        let local = |host: &str| {
            let name = host.rsplit_once(':').map_or(host, |(name, _port)| name).trim_matches(['[', ']']);
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        };
        self.addr.ip().is_loopback() && host.is_none_or(local)
    }
}

fn read(path: &Path) -> Result<Settings> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read the configuration {}", path.display()))?;
    let settings: Settings = toml::from_str(&text).map_err(|error| {
        // The library would show the line as well, and that may hold a password.
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.get(..at).unwrap_or_default().matches('\n').count();
        anyhow!("in {}, line {line}: {}", path.display(), error.message())
    })?;
    if settings.database_url.as_ref().is_some_and(|url| url.contains('@')) && readable_by_others(path) {
        tracing::warn!("{} holds a password and other users can read it; chmod 600", path.display());
    }
    Ok(settings)
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> bool {
    false
}

/// The user's own place for data; the working directory where there is none.
fn user_data() -> PathBuf {
    let dir = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = dir("XDG_DATA_HOME").or_else(|| dir("HOME").map(|home| home.join(".local/share")));
    base.map_or_else(|| PathBuf::from("data"), |base| base.join("ironbook"))
}

/// Scheme and host, without a slash at the end.
fn origin(url: &str) -> Result<String> {
    let plain = url.trim_end_matches('/');
    let host = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(plain.to_owned()),
        _ => bail!("{url} is no public address; write it such as https://crm.dealer.example"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, FromArgMatches};

    #[test]
    fn a_switch_is_read_as_people_write_it() {
        for (word, expected) in
            [("1", Some(true)), ("yes", Some(true)), ("", Some(false)), ("Off", Some(false)), ("maybe", None)]
        {
            assert_eq!(switch(word).ok(), expected, "{word}");
        }
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ironbook.toml");
        std::fs::write(&file, "addr = '127.0.0.1:4000'\ndata = '/srv/ironbook'\nconnections_per_ip = 7\n").unwrap();
        let data = DataArgs { config: Some(file), ..DataArgs::default() };
        let config = Config::new(&data, &ServeArgs::default()).unwrap();
        assert_eq!(config.addr.port(), 4000);
        assert_eq!(config.database_url, "sqlite:///srv/ironbook/ironbook.sqlite");
        assert_eq!((config.connections, config.connections_per_ip), (1024, 7));
        let serve = ServeArgs { addr: Some(SocketAddr::from(([127, 0, 0, 1], 5000))), ..ServeArgs::default() };
        assert_eq!(Config::new(&data, &serve).unwrap().addr.port(), 5000);
    }

    #[test]
    fn the_directory_of_a_flag_wins_over_a_database_named_elsewhere() {
        #[derive(clap::Parser)]
        struct Cli {
            #[command(flatten)]
            data: DataArgs,
            #[command(subcommand)]
            _command: Sub,
        }
        #[derive(clap::Subcommand)]
        enum Sub {
            Serve,
        }
        // As if by the environment, which tests share.
        let command = || Cli::command().mut_arg("database_url", |arg| arg.default_value("postgres://elsewhere/a"));
        for (line, expected) in [
            (&["ironbook", "serve"][..], "postgres://elsewhere/a"),
            (&["ironbook", "serve", "--data", "/srv"], "sqlite:///srv/ironbook.sqlite"),
            (&["ironbook", "--data", "/srv", "serve"], "sqlite:///srv/ironbook.sqlite"),
            (&["ironbook", "serve", "--data", "/srv", "--database-url", "sqlite://a"], "sqlite://a"),
        ] {
            let matches = command().get_matches_from(line);
            let mut cli = Cli::from_arg_matches(&matches).unwrap();
            cli.data.weigh(&matches);
            assert_eq!(Config::new(&cli.data, &ServeArgs::default()).unwrap().database_url, expected, "{line:?}");
        }
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ironbook.toml");
        std::fs::write(&file, "database_url = 'postgres://elsewhere/a'").unwrap();
        let data = DataArgs { config: Some(file), data: Some("/srv".into()), ..DataArgs::default() };
        let config = Config::new(&data, &ServeArgs::default()).unwrap();
        assert_eq!(config.database_url, "sqlite:///srv/ironbook.sqlite");
    }

    #[test]
    fn a_setting_that_does_not_exist_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ironbook.toml");
        std::fs::write(&file, "adress = '127.0.0.1:4000'").unwrap();
        let data = DataArgs { config: Some(file), ..DataArgs::default() };
        assert!(format!("{:#}", Config::new(&data, &ServeArgs::default()).err().unwrap()).contains("adress"));
    }

    #[test]
    fn s13_how_long_sessions_live_is_decided_by_flag_or_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ironbook.toml");
        std::fs::write(&file, "session_idle = 10\nsession_longest = 8\n").unwrap();
        let data = DataArgs { config: Some(file), ..DataArgs::default() };
        let lives = |session_idle| {
            let serve = ServeArgs { session_idle, ..ServeArgs::default() };
            Config::new(&data, &serve).map(|config| config.lives).map_err(|error| error.to_string())
        };
        assert_eq!(lives(None), Lives::new(Some(10), Some(8)));
        assert_eq!(lives(Some(20)), Lives::new(Some(20), Some(8)));
        assert_eq!(
            lives(Some(1)),
            Err("a session has to outlast a pause; let it idle for 5 minutes or more".to_owned())
        );
        let usual = Config::new(&DataArgs::default(), &ServeArgs::default()).unwrap();
        assert_eq!(usual.lives, Lives::default());
    }

    #[test]
    fn a_public_address_is_a_scheme_and_a_host() {
        assert_eq!(origin("https://crm.dealer.example/").unwrap(), "https://crm.dealer.example");
        for bad in ["crm.dealer.example", "https://", "https://a/b", "ftp://a", "https://user@a"] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
