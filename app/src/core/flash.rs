//! Forms without JavaScript: what was typed and what was wrong, carried over one redirect.

use super::AppError;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Kept on the server for a few minutes under an id that only its session may read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// The refused form, URL-encoded as it came. Passwords are taken out.
    pub body: String,
    /// Why it was refused.
    pub error: Option<AppError>,
    /// What went well, when it was not refused.
    pub message: String,
}

impl Flash {
    /// The typed form again, when this flash holds one.
    pub fn form<T: DeserializeOwned>(&self) -> Option<T> {
        #[derive(Deserialize)]
        struct Body<T> {
            form: T,
        }
        if self.body.is_empty() {
            return None;
        }
        // Lines end here as they do with scripting.
        let body = self.body.replace("%0D%0A", "%0A");
        // Not strict: browsers escape the brackets of `form[name]`. The same depth as server functions read.
        serde_qs::Config::new(5, false).deserialize_str::<Body<T>>(&body).ok().map(|body| body.form)
    }

    /// The version it was opened in, when it says so.
    pub fn version(&self) -> Option<i64> {
        let pairs = entity::shared::query::pairs(&self.body);
        pairs.into_iter().find(|(name, _)| name == "version").and_then(|(_, version)| version.parse().ok())
    }
}

/// The flash of this session with this id, while it lives.
#[server(endpoint = "flash/read")]
pub async fn read_flash(id: Uuid) -> Result<Option<Flash>, AppError> {
    super::flash_store::read(id).await
}

/// What the URL's `?flash=` holds, if anything; a page reads it beside its own data.
pub async fn flash_of(id: Option<Uuid>) -> Flash {
    match id {
        Some(id) => read_flash(id).await.ok().flatten().unwrap_or_default(),
        None => Flash::default(),
    }
}

/// The id in `?flash=`.
pub fn flash_id() -> Memo<Option<Uuid>> {
    let query = leptos_router::hooks::use_query_map();
    Memo::new(move |_| query.with(|query| query.get("flash")).and_then(|id| Uuid::try_parse(&id).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::opportunity::OpportunityForm;

    #[test]
    fn a_refused_form_comes_back_as_it_was_typed() {
        let body = "form%5Bname%5D=Two+PC210&form%5Blines%5D%5B0%5D%5Bprice%5D=12%2Cx&version=3";
        let form: OpportunityForm = Flash { body: body.into(), ..Flash::default() }.form().unwrap();
        assert_eq!(form.name, "Two PC210");
        assert_eq!(form.lines[0].price, "12,x");
        assert_eq!(Flash { body: body.into(), ..Flash::default() }.version(), Some(3));
        assert_eq!(Flash::default().form::<OpportunityForm>(), None);
    }
}
