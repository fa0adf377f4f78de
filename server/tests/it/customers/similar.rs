//! The duplicate warning, and what it may say about other regions.

use super::world::{Who, named, worlds};
use app::customers::store;
use entity::customer::CustomerForm;

#[tokio::test]
async fn namesakes_in_scope_are_shown_the_likeliest_first() {
    for world in worlds().await {
        for name in ["Brazos Paving", "Brazos Paving and Milling", "Brazos Quarry", "Delta Earthworks"] {
            world.customer(Who::Rep, name).await;
        }
        let here = async |typed: &str| {
            let similar = store::similar(&world.ctx(Who::Rep), typed, None).await.unwrap();
            similar.here.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        let both = ["Brazos Paving".to_owned(), "Brazos Paving and Milling".to_owned()];
        assert_eq!(here("brazos paving, inc.").await, both, "{}", world.engine.name);
        assert_eq!(here("Brazos Pav").await, both);
        assert_eq!(here("Br").await, [] as [String; 0]);
        assert_eq!(here("%").await, [] as [String; 0]);
    }
}

#[tokio::test]
async fn the_one_being_edited_is_not_its_own_duplicate() {
    for world in worlds().await {
        let id = world.customer(Who::Rep, "Brazos Paving").await;
        let similar = store::similar(&world.ctx(Who::Rep), "Brazos Paving", Some(id)).await.unwrap();
        assert_eq!((similar.here.len(), similar.elsewhere), (0, None), "{}", world.engine.name);
    }
}

#[tokio::test]
async fn of_other_regions_only_a_full_namesake_is_told_and_only_whom_to_ask() {
    for world in worlds().await {
        let form =
            CustomerForm { city: "Pasadena".into(), number: "C-777".into(), ..named("Bayport Bulk Terminal Inc") };
        world.save(Who::Rep2, None, 0, form).await.unwrap();
        let similar = store::similar(&world.ctx(Who::Rep), "Bayport Bulk Terminal", None).await.unwrap();
        assert_eq!(similar.here, [], "{}", world.engine.name);
        let sentence = similar.elsewhere.unwrap();
        assert_eq!(sentence, "A customer of this name exists in Gulf Coast. Ask Manager2 Person.");
        for typed in ["Bayport Bulk", "Bayport", "Bayport Bulk Termina"] {
            let similar = store::similar(&world.ctx(Who::Rep), typed, None).await.unwrap();
            assert_eq!(similar.elsewhere, None, "{} {typed}: nobody fishes for names", world.engine.name);
        }
        let similar = store::similar(&world.ctx(Who::Manager2), "Bayport Bulk Terminal", None).await.unwrap();
        assert_eq!((similar.here.len(), similar.elsewhere), (1, None));
    }
}

#[tokio::test]
async fn choosing_a_customer_offers_what_is_in_scope() {
    for world in worlds().await {
        world.customer(Who::Rep, "Brazos Paving").await;
        world.customer(Who::Rep2, "Brazosport Marine").await;
        let names = async |who: Who| {
            let rows = store::pick(&world.ctx(who), "braz").await.unwrap();
            rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(names(Who::Rep).await, ["Brazos Paving"], "{}", world.engine.name);
        assert_eq!(names(Who::Executive).await, ["Brazos Paving", "Brazosport Marine"]);
    }
}
