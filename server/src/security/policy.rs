//! Who may call what. Every server function and every route has a row here; what has none is refused.
//!
//! This is the outer wall, before anything is parsed. *Which rows* somebody reaches is the finders' business, and the
//! stores ask [`Ctx::allow`](app::core::ctx::Ctx::allow) again.

use entity::shared::actor::Action;

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not. At most six server functions (S01).
    Anyone,
    /// Everybody who is signed in; what he reaches is his scope.
    SignedIn,
    /// Those whose role allows the action.
    May(Action),
}

/// What comes before the name of a server function.
pub const API: &str = "/api/";

/// Every server function, by its name after [`API`].
pub const FUNCTIONS: &[(&str, Who)] = &[
    ("admin/users", Who::May(Action::Administer)),
    ("auth/change_password", Who::SignedIn),
    ("auth/end_session", Who::SignedIn),
    ("auth/first_admin", Who::Anyone),
    ("auth/set_theme", Who::SignedIn),
    ("auth/settings", Who::SignedIn),
    ("auth/sign_in", Who::Anyone),
    ("auth/sign_out", Who::SignedIn),
    ("auth/sign_out_everywhere", Who::SignedIn),
    ("auth/stop_viewing", Who::SignedIn),
    ("auth/view_as", Who::May(Action::Administer)),
    ("contacts/form", Who::May(Action::EditCustomers)),
    ("contacts/save", Who::May(Action::EditCustomers)),
    ("customers/form", Who::May(Action::EditCustomers)),
    ("customers/list", Who::SignedIn),
    ("customers/pick", Who::SignedIn),
    ("customers/save", Who::May(Action::EditCustomers)),
    ("customers/show", Who::SignedIn),
    ("customers/similar", Who::May(Action::EditCustomers)),
    ("flash/read", Who::Anyone),
    ("imports/cancel", Who::May(Action::Import)),
    ("imports/columns", Who::May(Action::Import)),
    ("imports/list", Who::May(Action::Import)),
    ("imports/map_value", Who::May(Action::Import)),
    ("imports/progress", Who::May(Action::Import)),
    ("imports/report", Who::May(Action::Import)),
    ("imports/reread", Who::May(Action::Import)),
    ("imports/save_columns", Who::May(Action::Import)),
    ("imports/save_values", Who::May(Action::Import)),
    ("imports/start", Who::May(Action::Import)),
    ("imports/undo", Who::May(Action::Import)),
    ("imports/undo_page", Who::May(Action::Import)),
    ("imports/values", Who::May(Action::Import)),
    ("opportunities/form", Who::May(Action::WorkOpportunities)),
    ("opportunities/list", Who::SignedIn),
    ("opportunities/move", Who::May(Action::WorkOpportunities)),
    ("opportunities/move_page", Who::May(Action::WorkOpportunities)),
    ("opportunities/save", Who::May(Action::WorkOpportunities)),
    ("opportunities/show", Who::SignedIn),
    ("pipeline/board", Who::SignedIn),
    ("pipeline/drop", Who::May(Action::WorkOpportunities)),
    ("pipeline/drop_many", Who::May(Action::WorkOpportunities)),
    ("pipeline/look", Who::SignedIn),
    ("pipeline/more", Who::SignedIn),
    ("pipeline/numbers", Who::SignedIn),
    ("search/find", Who::SignedIn),
    ("session/info", Who::Anyone),
];

/// Every page and plain route. `:name` and `{name}` stand for one step of the path, `*name` for the rest.
pub const ROUTES: &[(&str, Who)] = &[
    ("/", Who::SignedIn),
    ("/admin/users", Who::May(Action::Administer)),
    ("/api/{*name}", Who::SignedIn),
    ("/customers", Who::SignedIn),
    ("/customers.csv", Who::May(Action::Export)),
    ("/customers/new", Who::SignedIn),
    ("/customers/:id", Who::SignedIn),
    ("/customers/:id/edit", Who::SignedIn),
    ("/customers/:id/contacts/new", Who::SignedIn),
    ("/customers/:id/contacts/:contact/edit", Who::SignedIn),
    ("/favicon.ico", Who::Anyone),
    ("/first-run", Who::Anyone),
    ("/gallery", Who::SignedIn),
    ("/imports", Who::May(Action::Import)),
    ("/imports/new", Who::May(Action::Import)),
    ("/imports/sample/{noun}", Who::May(Action::Import)),
    ("/imports/upload", Who::May(Action::Import)),
    ("/imports/{id}/file", Who::May(Action::Import)),
    ("/imports/{id}/report.csv", Who::May(Action::Import)),
    ("/imports/:id/columns", Who::May(Action::Import)),
    ("/imports/:id/values", Who::May(Action::Import)),
    ("/imports/:id/check", Who::May(Action::Import)),
    ("/imports/:id/run", Who::May(Action::Import)),
    ("/imports/:id/result", Who::May(Action::Import)),
    ("/imports/:id/undo", Who::May(Action::Import)),
    ("/live", Who::SignedIn),
    ("/livez", Who::Anyone),
    ("/login", Who::Anyone),
    ("/opportunities", Who::SignedIn),
    ("/opportunities.csv", Who::May(Action::Export)),
    ("/opportunities/new", Who::SignedIn),
    ("/opportunities/:id", Who::SignedIn),
    ("/opportunities/:id/close", Who::SignedIn),
    ("/opportunities/:id/edit", Who::SignedIn),
    ("/opportunities/:id/move", Who::SignedIn),
    ("/pipeline", Who::SignedIn),
    ("/pkg/{*path}", Who::Anyone),
    ("/readyz", Who::Anyone),
    ("/robots.txt", Who::Anyone),
    ("/search", Who::SignedIn),
    ("/settings", Who::SignedIn),
];

/// Who may ask for a path; nothing when it has no row.
pub fn of(path: &str) -> Option<Who> {
    if let Some(name) = path.strip_prefix(API) {
        return FUNCTIONS.iter().find(|(function, _)| *function == name).map(|(_, who)| *who);
    }
    let literal = ROUTES.iter().find(|(pattern, _)| *pattern == path);
    literal.or_else(|| ROUTES.iter().find(|(pattern, _)| fits(pattern, path))).map(|(_, who)| *who)
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut steps = path.split('/');
    for part in pattern.split('/') {
        if part.starts_with("{*") {
            return steps.next().is_some_and(|step| !step.is_empty());
        }
        let variable = part.starts_with(':') || part.starts_with('{');
        match steps.next() {
            Some(step) if step == part || (variable && !step.is_empty()) => {}
            _ => return false,
        }
    }
    steps.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s01_at_most_six_functions_are_open() {
        let open: Vec<_> = FUNCTIONS.iter().filter(|(_, who)| *who == Who::Anyone).map(|(name, _)| *name).collect();
        assert!(open.len() <= 6, "{open:?}");
    }

    #[test]
    fn s02_paths_find_their_row_and_strangers_none() {
        for (path, who) in [
            ("/", Some(Who::SignedIn)),
            ("/api/auth/sign_in", Some(Who::Anyone)),
            ("/api/auth/sign_in/", None),
            ("/api/nothing", None),
            ("/customers/new", Some(Who::SignedIn)),
            ("/customers/7/contacts/8/edit", Some(Who::SignedIn)),
            ("/customers//edit", None),
            ("/pkg/a/b.js", Some(Who::Anyone)),
            ("/pkg/", None),
            ("/login/x", None),
            ("/wp-admin", None),
        ] {
            assert_eq!(of(path), who, "{path}");
        }
    }
}
