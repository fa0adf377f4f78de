//! A dealer to test on: the demo's people and book on a fresh database, behind the very router that is served.

use super::browser::Browser;
use super::engine::{Engine, engines, sqlite};
use app::auth::store::{Lasting, start};
use app::core::ctx::{Ctx, Guest};
use app::core::db::Db;
use app::core::source::Source;
use axum::Router;
use chrono::DateTime;
use entity::user::row as user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::seed::{self, PASSWORD};
use server::state::{AppState, Web};

/// A sales rep of Central.
pub const REP: &str = "rep@demo.example";
/// A sales rep of Gulf.
pub const REP2: &str = "rep2@demo.example";
/// A product support rep of Central.
pub const SUPPORT: &str = "support@demo.example";
/// The sales manager of Central.
pub const MANAGER: &str = "manager@demo.example";
/// Sees everything, changes nothing.
pub const EXECUTIVE: &str = "executive@demo.example";
/// The administrator.
pub const ADMIN: &str = "admin@demo.example";
/// One of each, and the rep of the other region.
pub const EVERYONE: [&str; 6] = [REP, REP2, SUPPORT, MANAGER, EXECUTIVE, ADMIN];

/// A dealer on one engine.
pub struct TestDealer {
    /// `sqlite` or `postgres`, for messages.
    pub name: &'static str,
    pub db: Db,
    /// Stands at 18:00 UTC on Monday, 23 November 2026, until it is moved.
    pub source: Source,
    pub state: AppState,
    pub router: Router,
    engine: Engine,
}

impl TestDealer {
    /// The demo dealer on every engine that is there.
    pub async fn all() -> Vec<Self> {
        let mut dealers = Vec::new();
        for engine in engines().await {
            dealers.push(Self::on(engine).await);
        }
        dealers
    }

    /// The demo dealer on SQLite, for what no engine can change.
    pub async fn one() -> Self {
        Self::on(sqlite().await).await
    }

    /// The demo dealer on one engine.
    pub async fn on(engine: Engine) -> Self {
        let dealer = Self::empty(engine, Web::default());
        seed::demo(&dealer.db, &dealer.source, PASSWORD).await.unwrap();
        dealer
    }

    /// Nobody there yet.
    pub fn empty(engine: Engine, web: Web) -> Self {
        let noon = DateTime::parse_from_rfc3339("2026-11-23T18:00:00Z").unwrap().to_utc();
        let (db, source) = (engine.db.clone(), Source::seeded(noon));
        let state = AppState::new(db.clone(), source.clone(), web);
        let router = server::router(state.clone());
        Self { name: engine.name, db, source, state, router, engine }
    }

    /// The same dealer served in another way.
    pub fn served(&mut self, web: Web) {
        self.state = AppState::new(self.db.clone(), self.source.clone(), web);
        self.router = server::router(self.state.clone());
    }

    /// The file of an embedded database.
    pub fn path(&self) -> Option<std::path::PathBuf> {
        self.engine.path()
    }

    /// A request of nobody.
    pub fn guest(&self) -> Guest {
        Guest {
            db: self.db.clone(),
            source: self.source.clone(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "test".to_owned(),
            lives: self.state.web.lives,
        }
    }

    /// The row of a user.
    pub async fn user(&self, email: &str) -> user::Model {
        let found = user::Entity::find().filter(user::Column::Email.eq(email)).one(&self.db.read).await.unwrap();
        found.unwrap_or_else(|| panic!("there is no {email}"))
    }

    /// A signed-in request, for calling stores.
    pub async fn ctx(&self, email: &str) -> Ctx {
        let user = self.user(email).await;
        Ctx {
            db: self.db.clone(),
            actor: user.actor(),
            viewer: None,
            source: self.source.clone(),
            now: self.source.now(),
            zone: user.time_zone.parse().unwrap(),
            session: format!("session of {email}"),
        }
    }

    /// A browser nobody signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), self.source.clone())
    }

    /// A browser somebody signed in with, without going through the form.
    pub async fn browser_of(&self, email: &str) -> Browser {
        let session = start(&self.guest(), &self.user(email).await, Lasting::Day, None).await.unwrap();
        let mut browser = self.browser();
        let name = server::security::cookies::session_name(&self.state.web);
        browser.cookies.insert(name.to_owned(), session.token);
        browser
    }
}
