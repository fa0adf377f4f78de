//! A browser without scripting: it follows the whole router, keeps its cookie, and sends plain forms.

use super::world::{Who, World};
use app::auth::store::{Lasting, start};
use app::core::ctx::Guest;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use entity::shared::query::encode;
use http_body_util::BodyExt;
use sea_orm::EntityTrait;
use server::state::{AppState, Web};
use tower::ServiceExt;

pub struct Browser {
    router: Router,
    cookie: String,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// Fails with the body when a text is not there.
    pub fn shows(&self, text: &str) {
        assert!(self.body.contains(text), "{text} is not in\n{}", self.body);
    }

    /// Fails when a text is there.
    pub fn hides(&self, text: &str) {
        assert!(!self.body.contains(text), "{text} is in\n{}", self.body);
    }

    /// The value of the first input with this name.
    pub fn value(&self, name: &str) -> String {
        let tag = self.body.split('<').find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap_or_default();
        let value = tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        value.unwrap_or_default().to_owned()
    }
}

impl Browser {
    /// Somebody signed in.
    pub async fn of(world: &World, who: Who) -> Self {
        let guest = Guest {
            db: world.engine.db.clone(),
            source: world.source.clone(),
            ip: "127.0.0.1".to_owned(),
            user_agent: "test".to_owned(),
            lives: Default::default(),
        };
        let user = entity::user::row::Entity::find_by_id(who.id()).one(&guest.db.read).await.unwrap().unwrap();
        let session = start(&guest, &user, Lasting::Day, None).await.unwrap();
        let state = AppState::new(guest.db, guest.source, Web::default());
        Self { router: server::router(state), cookie: format!("ironbook={}", session.token) }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, "test.local").header(header::COOKIE, &self.cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser does, from a page.
    pub async fn post(&self, from: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(to)
            .header(header::HOST, "test.local")
            .header(header::ORIGIN, "http://test.local")
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("http://test.local{from}"))
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html,application/xhtml+xml")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() }
    }
}
