//! What the operator decides: flags, environment, and an optional file, in this order of weight.

use clap::Args;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Where data lives and how it is reached.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Directory for the SQLite database [default: ./data].
    #[arg(long, env = "IRONBOOK_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database: `sqlite://file` or `postgres://user:password@host/database` [default: SQLite in the data directory].
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// File with the same settings (TOML); flags and environment win over it.
    #[arg(long, env = "IRONBOOK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How the server is reached.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Address to listen on [default: 127.0.0.1:3000].
    #[arg(long, env = "IRONBOOK_ADDR", value_name = "ADDRESS")]
    pub addr: Option<SocketAddr>,
    /// Create and migrate the database, and fill it with the demo dealer when it is empty.
    #[arg(long)]
    pub demo: bool,
    /// Offer the demo sign-ins on an address other machines can reach.
    #[arg(long)]
    pub allow_demo: bool,
    /// A proxy in front speaks TLS: cookies become `Secure`, browsers are told to stay on TLS.
    #[arg(long, env = "IRONBOOK_BEHIND_TLS")]
    pub behind_tls: bool,
    /// Addresses of proxies whose `X-Forwarded-For` is believed; repeat or separate by commas.
    #[arg(long, env = "IRONBOOK_TRUSTED_PROXIES", value_delimiter = ',', value_name = "IP")]
    pub trusted_proxy: Vec<IpAddr>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<PathBuf>,
    database_url: Option<String>,
    addr: Option<SocketAddr>,
    behind_tls: Option<bool>,
    trusted_proxies: Vec<IpAddr>,
}

/// Everything decided.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    pub database_url: String,
    pub addr: SocketAddr,
    pub behind_tls: bool,
    pub trusted_proxies: Vec<IpAddr>,
}

impl Config {
    /// Puts flags, environment and file together.
    ///
    /// # Errors
    /// When the file cannot be read or holds an unknown setting.
    pub fn new(data: &DataArgs, serve: Option<&ServeArgs>) -> anyhow::Result<Self> {
        let file = match &data.config {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|e| anyhow::anyhow!("cannot read the configuration {}: {e}", path.display()))?;
                toml::from_str(&text).map_err(|e| anyhow::anyhow!("in {}: {e}", path.display()))?
            }
            None => File::default(),
        };
        let dir = data.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let url = data.database_url.clone().or(file.database_url);
        let url = url.unwrap_or_else(|| format!("sqlite://{}", dir.join("ironbook.sqlite").display()));
        let proxies = serve.map(|serve| serve.trusted_proxy.clone()).filter(|proxies| !proxies.is_empty());
        Ok(Self {
            data: dir,
            database_url: url,
            addr: serve.and_then(|serve| serve.addr).or(file.addr).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000))),
            behind_tls: serve.is_some_and(|serve| serve.behind_tls) || file.behind_tls.unwrap_or(false),
            trusted_proxies: proxies.unwrap_or(file.trusted_proxies),
        })
    }
}
