//! `/opportunities/new` and `/opportunities/:id/edit`.

use super::api::{SaveOpportunity, opportunity_form_page};
use super::form_fields::Fields;
use super::types::{FormPage, Saved};
use crate::core::AppError;
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::routes;
use crate::ui::form::{Clashes, Goes, Hidden, PostForm, Submit, Theirs, tell_unmet};
use crate::ui::{Anew, Icon, PageError, Toasts};
use entity::event::FieldChange;
use entity::opportunity::OpportunityForm;
use entity::shared::ids::{CustomerId, OpportunityId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

impl Goes for Saved {
    fn goto(&self) -> &str {
        &self.goto
    }
}

/// The form's page.
pub struct InputsPage;

#[lazy_route]
impl LazyRoute for InputsPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let (params, query) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| params.with(|params| params.get("id")));
        let customer =
            Memo::new(move |_| query.with(|query| query.get("customer")).and_then(|id| id.parse::<CustomerId>().ok()));
        let stage = Memo::new(move |_| query.with(|query| query.get("stage")).unwrap_or_default());
        let load = |(id, customer): (Option<String>, Option<CustomerId>)| async move {
            let id = id.map(|id| id.parse::<OpportunityId>().map_err(|_| AppError::NotFound)).transpose()?;
            opportunity_form_page(id, customer).await
        };
        let page = form_resource(move || (id.get(), customer.get()), load);
        view! {
            <main class="page" id="main" tabindex="-1" data-width="narrow">
                <Suspense>
                    {move || Suspend::new(async move {
                        match page.await {
                            Ok((page, flash)) => view! { <Inputs page flash stage=stage.get_untracked() /> }.erased(),
                            Err(error) => view! { <PageError error /> }.erased(),
                        }
                    })}
                </Suspense>
            </main>
        }
        .erased()
    }
}

#[component]
fn Inputs(page: FormPage, flash: Flash, stage: String) -> impl IntoView {
    let action = ServerAction::<SaveOpportunity>::new();
    let typed = flash.form::<OpportunityForm>();
    let clashes = Clashes::new((&page.form, page.version), (&flash, typed.clone()), differences(&page));
    let toasts = Toasts::expect();
    let (id, key, name) = (page.id, page.key, page.form.name.clone());
    let open = page.stages.iter().filter(|stage| stage.phase.is_open());
    let stage = open.clone().find(|known| known.key.0 == stage).or_else(|| open.clone().next());
    let stage = stage.map(|stage| stage.key.to_string()).unwrap_or_default();
    // What the fields show: the page with the form that was typed.
    let shown = RwSignal::new(FormPage { form: typed.unwrap_or_else(|| page.form.clone()), ..page });
    Effect::new(move || {
        let Some(Err(AppError::Conflict(conflict))) = action.value().get() else { return };
        spawn_local(async move {
            let now = match opportunity_form_page(id, None).await {
                Ok(now) => now,
                Err(error) => return tell_unmet(toasts, &conflict, &error),
            };
            let stored = (now.form.clone(), now.version);
            let joined = clashes.meet(*conflict, stored, differences(&now));
            // The choices of now, for whatever is taken; the fields only where something joins them.
            let _ = match joined {
                Some(form) => shown.try_set(FormPage { form, ..now }).is_none(),
                None => {
                    shown.try_update_untracked(|page| *page = FormPage { form: page.form.clone(), ..now }).is_some()
                }
            };
        });
    });
    let check = move |input: &SaveOpportunity| {
        clashes.send(input.form.without_blank_lines());
        input.form.parse().map(|_| ())
    };
    let title = if id.is_some() { "Edit opportunity" } else { "New opportunity" };
    let back = id.map_or_else(|| routes::PIPELINE.to_owned(), routes::opportunity);
    let back_text = if id.is_some() { name } else { "Board".to_owned() };
    let on_take = Callback::new(move |form: OpportunityForm| {
        shown.update(|page| page.form = form);
        clashes.now.set(None);
        action.clear();
    });
    let href = id.map(routes::opportunity_edit).unwrap_or_default();
    let theirs = move || clashes.now.get().map(|clash| view! { <Theirs clash href=href.clone() on_take /> });
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{back_text}</span></a>
        <header class="page-head"><h1>{title}</h1></header>
        {theirs}
        <PostForm action check key=key error=flash.error keeps=true class="form panel">
            {id.map(|id| view! { <Hidden name="id" value=id.to_string() /> })}
            <input type="hidden" name="version" value=move || clashes.version.get().to_string() />
            <Hidden name="stage" value=stage />
            <Anew of=shown view=|page| view! { <Fields page /> } />
            <div class="form-actions">
                <Submit>{if id.is_some() { "Save" } else { "Add opportunity" }}</Submit>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// Tells two forms of this page apart, in words.
fn differences(page: &FormPage) -> impl Fn(&OpportunityForm, &OpportunityForm) -> Vec<FieldChange> {
    |theirs, mine| page.readable(theirs).differences(&page.readable(mine))
}
