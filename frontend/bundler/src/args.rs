//! The command line: `bundler --profile dev|release` or `bundler watch -- COMMAND...`.

use anyhow::{Result, bail};

/// How the client is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build: unoptimised, names kept for stack traces, lightly compressed.
    Dev,
    /// Small to load: optimised for size, names stripped, compressed as far as it goes.
    Release,
}

impl Profile {
    /// The cargo profile of the client.
    pub fn cargo(self) -> &'static str {
        match self {
            Profile::Dev => "dev",
            Profile::Release => "wasm-release",
        }
    }

    /// Where cargo leaves that profile's output, and where the server looks for its bundle.
    pub fn directory(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => "release",
        }
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Args {
    /// One bundle.
    Bundle(Profile),
    /// Dev bundles and a restarted server after every edit; holds what follows `ironbook`.
    Watch(Vec<String>),
}

impl Args {
    /// Reads the arguments after the program's name; anything unknown is refused, because a misspelt flag would
    /// otherwise ship the wrong client.
    pub fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let args: Vec<String> = args.collect();
        let words: Vec<&str> = args.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["--profile", "dev"] => Ok(Args::Bundle(Profile::Dev)),
            ["--profile", "release"] => Ok(Args::Bundle(Profile::Release)),
            ["watch", "--", rest @ ..] => Ok(Args::Watch(rest.iter().map(ToString::to_string).collect())),
            _ => {
                bail!("usage: bundler --profile dev|release, or bundler watch -- ARGUMENTS OF IRONBOOK (got {args:?})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args> {
        Args::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn both_profiles_are_known() {
        assert_eq!(parse("--profile dev").unwrap(), Args::Bundle(Profile::Dev));
        assert_eq!(parse("--profile release").unwrap(), Args::Bundle(Profile::Release));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in ["", "--profile", "--profile fast", "--release", "--profile dev --open", "watch serve"] {
            assert!(parse(line).is_err(), "{line:?} was accepted");
        }
    }
}
