//! Customers, contacts, products.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        m.create_table(
            Table::create()
                .table("customer")
                .col(uuid("id").primary_key())
                .col(string_len("kind", 24))
                .col(text_null("number").unique_key())
                .col(text("name"))
                .col(super::bytewise(m, &mut text("name_key")))
                .col(string_len("status", 24))
                .col(text_null("customer_type"))
                .col(text_null("size"))
                .col(uuid_null("division_id"))
                .col(uuid_null("branch_id"))
                .col(uuid_null("region_id"))
                .col(text_null("phone"))
                .col(text_null("website"))
                .col(text_null("street"))
                .col(text_null("city"))
                .col(text_null("county"))
                .col(text_null("state"))
                .col(text_null("postal_code"))
                .col(text_null("country"))
                .col(uuid_null("parent_id"))
                .col(uuid_null("machine_rep_id"))
                .col(uuid_null("support_rep_id"))
                .col(text("tags"))
                .col(text_null("notes"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .col(big_integer("version"))
                .foreign_key(ForeignKey::create().from("customer", "parent_id").to("customer", "id"))
                .foreign_key(ForeignKey::create().from("customer", "machine_rep_id").to("user", "id"))
                .foreign_key(ForeignKey::create().from("customer", "support_rep_id").to("user", "id"))
                .to_owned(),
        )
        .await?;
        for (name, columns) in [
            ("ix_customer_name", &["name_key", "id"][..]),
            ("ix_customer_updated", &["updated_at", "id"]),
            ("ix_customer_machine_rep", &["machine_rep_id", "name_key"]),
            ("ix_customer_support_rep", &["support_rep_id", "name_key"]),
            ("ix_customer_region", &["region_id", "name_key"]),
            ("ix_customer_parent", &["parent_id"]),
        ] {
            m.create_index(index(name, "customer", columns)).await?;
        }
        m.create_table(
            Table::create()
                .table("contact")
                .col(uuid("id").primary_key())
                .col(uuid("customer_id"))
                .col(text("name"))
                .col(text_null("role"))
                .col(string_len_null("influence", 24))
                .col(text_null("phone"))
                .col(text_null("email"))
                .col(boolean("do_not_contact"))
                .col(text_null("notes"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("version"))
                .foreign_key(ForeignKey::create().from("contact", "customer_id").to("customer", "id"))
                .to_owned(),
        )
        .await?;
        m.create_index(index("ix_contact_customer", "contact", &["customer_id", "name"])).await?;
        m.create_table(
            Table::create()
                .table("product")
                .col(uuid("id").primary_key())
                .col(text("name"))
                .col(text("name_key").unique_key())
                .col(text("category"))
                .col(big_integer("list_price"))
                .col(uuid_null("division_id"))
                .col(big_integer("version"))
                .to_owned(),
        )
        .await
    }
}

fn index(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}
