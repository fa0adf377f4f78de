//! The pages through the whole router, without scripting.

use super::browser::Browser;
use super::world::{Who, named, person, worlds};
use axum::http::StatusCode;
use entity::customer::CustomerForm;

#[tokio::test]
async fn every_page_opens_with_its_content_and_names_no_stranger() {
    for world in worlds().await {
        let mine = world.customer(Who::Rep, "Brazos <Paving> & Co").await;
        world.save_contact(Who::Rep, mine, None, 0, person("Carla Nguyen")).await.unwrap();
        world.opportunity(Who::Rep, mine, "Compactors for SH 130", "214500").await;
        let theirs = world.customer(Who::Rep2, "Gulf Marine").await;
        let browser = Browser::of(&world, Who::Rep).await;
        for (path, texts) in [
            (
                "/customers".to_owned(),
                &["Brazos &lt;Paving&gt; &amp; Co", "1 in all", "$214,500", "/customers.csv"][..],
            ),
            ("/customers?q=carla".to_owned(), &["Nobody under this filter"]),
            ("/customers?colour=red".to_owned(), &["1 filter could not be applied"]),
            ("/customers/new".to_owned(), &["New customer", "form[name]", "/api/customers/save"]),
            (format!("/customers/{mine}"), &["Open work", "Compactors for SH 130", "Carla Nguyen", "Timeline"]),
            (format!("/customers/{mine}?tab=timeline"), &["added", "this customer"]),
            (format!("/customers/{mine}?tab=contacts"), &["Carla Nguyen", "Add contact"]),
            (format!("/customers/{mine}?tab=opportunities"), &["Compactors for SH 130", "Open as a list"]),
            (format!("/customers/{mine}/edit"), &["Edit customer", "form[phone]"]),
            (format!("/customers/{mine}/contacts/new"), &["New contact", "form[email]"]),
            ("/search?q=braz".to_owned(), &["3 results", "<mark>Braz</mark>os", "Carla Nguyen"]),
            ("/search?q=nobody".to_owned(), &["No results"]),
            ("/search".to_owned(), &["Type the beginning"]),
        ] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{} {path}", world.engine.name);
            for text in texts {
                answer.shows(text);
            }
            answer.hides("Gulf Marine");
            answer.hides("<Paving>");
            answer.hides(" style=\"");
        }
        for path in [
            format!("/customers/{theirs}"),
            format!("/customers/{theirs}/edit"),
            format!("/customers/{theirs}/contacts/new"),
            format!("/customers/{mine}/contacts/{theirs}/edit"),
            "/customers/nonsense".to_owned(),
        ] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}", world.engine.name);
            answer.hides("Gulf Marine");
        }
    }
}

#[tokio::test]
async fn executives_are_offered_nothing_to_change() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let browser = Browser::of(&world, Who::Executive).await;
        for path in ["/customers".to_owned(), format!("/customers/{id}"), format!("/customers/{id}?tab=contacts")] {
            let answer = browser.get(&path).await;
            answer.shows("Brazos Paving");
            // The frame has its own menus; the page has no way to change anything.
            let page = answer.body.split("<main").nth(1).unwrap();
            for way in ["/edit", "/contacts/new", "Add customer"] {
                assert!(!page.contains(way), "{} {path} {way}", world.engine.name);
            }
        }
        let answer = browser.get(&format!("/customers/{id}/edit")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", world.engine.name);
    }
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed() {
    for world in worlds().await {
        let browser = Browser::of(&world, Who::Rep).await;
        let form = browser.get("/customers/new").await;
        let key = form.value("key");
        let fields = [
            ("form[kind]", "customer"),
            ("form[status]", "active"),
            ("form[name]", " "),
            ("form[city]", "Lockhart \"TX\""),
            ("form[website]", "javascript:alert(1)"),
            ("form[notes]", "</textarea><script>alert(1)</script>"),
            ("version", "0"),
            ("key", &key),
        ];
        let refused = browser.post("/customers/new", "/api/customers/save", &fields).await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER, "{} {}", world.engine.name, refused.body);
        assert!(refused.location.starts_with("/customers/new?flash="), "{}", refused.location);
        let again = browser.get(&refused.location).await;
        again.shows("<title>Error: New customer");
        again.shows("Enter the name.");
        again.shows("Enter a web address such as www.example.com.");
        assert_eq!(again.value("form[city]"), "Lockhart &quot;TX&quot;");
        again.shows("&lt;/textarea&gt;&lt;script&gt;");
        again.hides("</textarea><script>");
        let fields: Vec<_> =
            fields.into_iter().filter(|(name, _)| !["form[website]", "form[name]"].contains(name)).collect();
        let fields = [fields, vec![("form[name]", "Brazos Paving")]].concat();
        let saved = browser.post(&refused.location, "/api/customers/save", &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = browser.get(&saved.location).await;
        page.shows("Brazos Paving");
        let twice = browser.post(&refused.location, "/api/customers/save", &fields).await;
        assert_eq!(twice.location, saved.location, "{}: a double click leads to the same one", world.engine.name);
    }
}

#[tokio::test]
async fn s40_who_saved_first_is_shown_beside_what_was_typed() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let browser = Browser::of(&world, Who::Rep).await;
        let path = format!("/customers/{id}/edit");
        let form = browser.get(&path).await;
        assert_eq!(form.value("version"), "1");
        let theirs = CustomerForm {
            phone: "512-555-0111".into(),
            machine_rep: Who::Rep.id().to_string(),
            ..named("Brazos Paving")
        };
        world.save(Who::Manager, Some(id), 1, theirs).await.unwrap();
        let (id_text, key) = (id.to_string(), form.value("key"));
        let fields = |version, key| {
            [
                ("form[kind]", "customer"),
                ("form[status]", "active"),
                ("form[name]", "Brazos Paving Inc"),
                ("form[phone]", "512-555-0999"),
                ("id", id_text.as_str()),
                ("version", version),
                ("key", key),
            ]
        };
        let refused = browser.post(&path, "/api/customers/save", &fields("1", &key)).await;
        let again = browser.get(&refused.location).await;
        again.shows("Manager Person saved before you, at 12:00");
        again.shows("512-555-0111");
        again.shows("Take theirs");
        assert_eq!(again.value("form[phone]"), "512-555-0999", "what was typed is kept");
        assert_eq!(again.value("version"), "2", "saving again keeps mine, knowingly");
        let fresh = again.value("key");
        let saved = browser.post(&refused.location, "/api/customers/save", &fields("2", &fresh)).await;
        assert_eq!(saved.location, format!("/customers/{id}"), "{}", saved.body);
        assert_eq!(world.row(id).await.phone.as_deref(), Some("512-555-0999"), "{}", world.engine.name);
    }
}

#[tokio::test]
async fn contacts_are_added_and_changed_without_scripting() {
    for world in worlds().await {
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        let browser = Browser::of(&world, Who::Rep).await;
        let path = format!("/customers/{customer}/contacts/new");
        let form = browser.get(&path).await;
        let (at, key) = (customer.to_string(), form.value("key"));
        let fields = [("form[name]", "Carla Nguyen"), ("form[email]", "carla"), ("customer", &at), ("key", &key)];
        let refused = browser.post(&path, "/api/contacts/save", &fields).await;
        let again = browser.get(&refused.location).await;
        again.shows("Enter an e-mail address such as name@example.com.");
        let fields = [("form[name]", "Carla Nguyen"), ("form[email]", "c@b.example"), ("customer", &at), ("key", &key)];
        let saved = browser.post(&path, "/api/contacts/save", &fields).await;
        assert_eq!(saved.location, format!("/customers/{customer}"), "{}", saved.body);
        let page = browser.get(&saved.location).await;
        page.shows("mailto:c@b.example");
        let edit = page.body.split('"').find(|text| text.contains("/contacts/") && text.ends_with("/edit")).unwrap();
        assert_eq!(browser.get(edit).await.value("form[email]"), "c@b.example", "{}", world.engine.name);
    }
}
