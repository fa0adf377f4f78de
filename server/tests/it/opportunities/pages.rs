//! The pages through the whole router, without scripting.

use super::hands::deal;
use crate::customers::browser::Browser;
use crate::customers::world::{Who, worlds};
use axum::http::StatusCode;
use entity::opportunity::OpportunityForm;

#[tokio::test]
async fn a_deal_is_made_changed_moved_lost_and_opened_again_without_scripting() {
    for world in worlds().await {
        let browser = Browser::of(&world, Who::Rep).await;
        let form = browser.get("/opportunities/new").await;
        let key = form.value("key");
        let fields = |amount| {
            [
                ("form[name]", "Roller & Co"),
                ("form[amount]", amount),
                ("form[notes]", "</textarea><b>"),
                ("version", "0"),
                ("stage", "qualification"),
                ("key", key.as_str()),
            ]
        };
        let refused = browser.post("/opportunities/new", "/api/opportunities/save", &fields("12,x")).await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER, "{} {}", world.engine.name, refused.body);
        let again = browser.get(&refused.location).await;
        again.shows("<title>Error: New opportunity");
        assert_eq!(again.value("form[name]"), "Roller &amp; Co", "{}", world.engine.name);
        assert_eq!(again.value("form[amount]"), "12,x");
        again.shows("&lt;/textarea&gt;");
        let saved = browser.post(&refused.location, "/api/opportunities/save", &fields("12,000")).await;
        let path = saved.location;
        let page = browser.get(&path).await;
        for text in ["$12,000", "Roller &amp; Co", "Lost or no deal", "Facts", "People", "Lines", "Timeline"] {
            page.shows(text);
        }

        let form = browser.get(&format!("{path}/edit")).await;
        assert_eq!(form.value("form[amount]"), "12000");
        let (id, key) = (form.value("id"), form.value("key"));
        let (owner, version) = (Who::Rep.id().to_string(), form.value("version"));
        let fields = [
            ("form[name]", "Roller"),
            ("form[amount]", "13000"),
            ("form[owner]", &owner),
            ("id", &id),
            ("version", &version),
            ("stage", ""),
            ("key", &key),
        ];
        let saved = browser.post(&format!("{path}/edit"), "/api/opportunities/save", &fields).await;
        assert_eq!(saved.location, path, "{} {}", world.engine.name, saved.body);
        browser.get(&path).await.shows("$13,000");

        let choose = browser.get(&format!("{path}/move")).await;
        choose.shows("/move?to=proposal");
        for (to, facts, wrong, right) in [
            ("development", &[][..], None, "Development"),
            (
                "lost",
                &[("form[reason]", "price"), ("form[competitor]", "unknown")],
                Some("Enter the competitor.</p>"),
                "Lost: price",
            ),
            (
                "qualification",
                &[("form[reopen_reason]", "They called")],
                Some("Say why it is opened again.</p>"),
                "They called",
            ),
        ] {
            let from = format!("{path}/move?to={to}");
            let form = browser.get(&from).await;
            let known: Vec<_> = ["id", "version", "key", "to"].map(|name| form.value(&format!("form[{name}]"))).into();
            let names = ["form[id]", "form[version]", "form[key]", "form[to]"];
            let mut fields: Vec<_> = names.into_iter().zip(known.iter().map(String::as_str)).collect();
            if let Some(wrong) = wrong {
                let refused = browser.post(&from, "/api/opportunities/move", &fields).await;
                browser.get(&refused.location).await.shows(wrong);
            }
            fields.extend(facts);
            let done = browser.post(&from, "/api/opportunities/move", &fields).await;
            assert_eq!(done.location, path, "{} {to} {}", world.engine.name, done.body);
            browser.get(&path).await.shows(right);
        }
    }
}

#[tokio::test]
async fn s40_who_saved_first_is_shown_beside_what_was_typed() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let browser = Browser::of(&world, Who::Rep).await;
        let path = format!("/opportunities/{id}/edit");
        let form = browser.get(&path).await;
        assert_eq!(form.value("version"), "1");
        let theirs =
            OpportunityForm { owner: Who::Rep.id().to_string(), source: "Web".into(), ..deal("Roller", "2000") };
        world.save_deal(Who::Manager, Some(id), 1, theirs).await.unwrap();
        let (id, key) = (id.to_string(), form.value("key"));
        let fields = |version, key| {
            [
                ("form[name]", "Roller"),
                ("form[amount]", "3000"),
                ("id", &*id),
                ("version", version),
                ("stage", ""),
                ("key", key),
            ]
        };
        let refused = browser.post(&path, "/api/opportunities/save", &fields("1", &key)).await;
        let again = browser.get(&refused.location).await;
        for text in ["Manager Person saved before you", "Take theirs", "Amount", "2000"] {
            again.shows(text);
        }
        assert_eq!(again.value("form[amount]"), "3000", "what was typed is kept");
        assert_eq!(again.value("version"), "2", "saving again keeps mine, knowingly");
        let fresh = again.value("key");
        let saved = browser.post(&refused.location, "/api/opportunities/save", &fields("2", &fresh)).await;
        assert_eq!(saved.location, format!("/opportunities/{id}"), "{} {}", world.engine.name, saved.body);
        browser.get(&saved.location).await.shows("$3,000");
    }
}

#[tokio::test]
async fn every_filter_in_use_is_a_chip_and_stays_in_the_form() {
    for world in worlds().await {
        let customer = world.customer(Who::Rep, "Brazos Paving").await;
        world.opportunity(Who::Rep, customer, "Roller", "1000").await;
        let browser = Browser::of(&world, Who::Rep).await;
        for page in ["/opportunities", "/pipeline"] {
            let query = format!("customer={customer}&stage=qualification,development&min=10&max=5000&after=x");
            let answer = browser.get(&format!("{page}?{query}")).await;
            for chip in ["Stages: Qualification, Development", "Brazos Paving", "From $10", "Up to $5,000"] {
                answer.shows(&format!("Remove filter: {chip}"));
            }
            assert_eq!(answer.value("customer"), customer.to_string(), "{} {page}", world.engine.name);
            assert_eq!((answer.value("min").as_str(), answer.value("max").as_str()), ("10", "5000"));
            answer.shows("value=\"qualification,development\" selected");
            answer.shows(&format!("{page}?customer={customer}&amp;min=10&amp;max=5000\""));
        }
        let answer = browser.get("/opportunities?outcome=won").await;
        answer.shows("Remove filter: Outcome: Won");
        answer.shows("value=\"won\" selected");
        let answer = browser.get("/opportunities?stage=qualification,development,proposal").await;
        answer.shows("Remove filter: Open");
        browser.get("/opportunities?colour=red&view=table&per=25").await.shows("1 filter could not be applied");
    }
}

#[tokio::test]
async fn executives_are_offered_nothing_to_change() {
    for world in worlds().await {
        let id = world.deal(Who::Rep, "Roller", "1000").await;
        let browser = Browser::of(&world, Who::Executive).await;
        for path in ["/opportunities".to_owned(), format!("/opportunities/{id}"), "/opportunities?q=nobody".to_owned()]
        {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK);
            // The frame has its own menus; the page has no way to change anything.
            let page = answer.body.split("<main").nth(1).unwrap();
            for way in ["/edit", "/move", "/close", "Add opportunity", "Import"] {
                assert!(!page.contains(way), "{} {path} {way}", world.engine.name);
            }
        }
        let answer = browser.get(&format!("/opportunities/{id}/edit")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", world.engine.name);
        assert_eq!(browser.get("/opportunities/nonsense/edit").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn names_turn_and_the_table_says_how_long_and_what() {
    for world in worlds().await {
        world.stock().await;
        for n in 0..26 {
            let form = OpportunityForm {
                lines: vec![super::hands::line_of("Freight", "2", "5")],
                ..deal(&format!("Roller {n:02}"), "")
            };
            world.save_deal(Who::Rep, None, 0, form).await.unwrap();
        }
        let browser = Browser::of(&world, Who::Rep).await;
        let answer = browser.get("/opportunities?sort=name&per=25").await;
        for text in ["sort=-name&amp;per=25", "In stage", "What is sold", "Freight \u{b7} 2 units", "1\u{2013}25 of 26"]
        {
            answer.shows(text);
        }
        answer.hides("Roller 25");
        let turned = browser.get("/opportunities?sort=-name&per=25").await;
        turned.shows("Roller 25");
        turned.shows("aria-sort=\"descending\"");
        turned.hides("Roller 00");
    }
}
