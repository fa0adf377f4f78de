//! `/opportunities/new` and `/opportunities/:id/edit`.

use super::api::{SaveOpportunity, opportunity_form_page};
use super::form_fields::Fields;
use super::types::{FormPage, Saved};
use crate::core::erase::Erase;
use crate::core::flash::Flash;
use crate::core::load::form_resource;
use crate::core::{AppError, Conflict};
use crate::customers::Theirs;
use crate::routes;
use crate::ui::form::{Goes, Hidden, PostForm, Submit};
use crate::ui::{Anew, Icon, PageError};
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

/// Somebody saved first: the conflict, what is stored now, what was typed.
#[derive(Clone)]
struct Clash {
    conflict: Conflict,
    now: FormPage,
    mine: OpportunityForm,
}

#[component]
fn Inputs(page: FormPage, flash: Flash, stage: String) -> impl IntoView {
    let action = ServerAction::<SaveOpportunity>::new();
    let typed = flash.form::<OpportunityForm>();
    let clash = RwSignal::new(clash_of(flash.error.clone(), &page, typed.clone()));
    let (id, key, name) = (page.id, page.key, page.form.name.clone());
    let version = RwSignal::new(page.version);
    let last = StoredValue::new(OpportunityForm::default());
    let open = page.stages.iter().filter(|stage| stage.phase.is_open());
    let stage = open.clone().find(|known| known.key.0 == stage).or_else(|| open.clone().next());
    let stage = stage.map(|stage| stage.key.to_string()).unwrap_or_default();
    // What the fields show: the page with the form that was typed.
    let shown = RwSignal::new(FormPage { form: typed.unwrap_or_else(|| page.form.clone()), ..page });
    Effect::new(move || {
        let Some(Err(AppError::Conflict(conflict))) = action.value().get() else { return };
        spawn_local(async move {
            if let Ok(now) = opportunity_form_page(id, None).await {
                version.set(now.version);
                clash.set(Some(Clash { conflict: *conflict, now, mine: last.get_value() }));
            }
        });
    });
    let check = move |input: &SaveOpportunity| {
        last.set_value(input.form.clone());
        input.form.parse().map(|_| ())
    };
    let title = if id.is_some() { "Edit opportunity" } else { "New opportunity" };
    let back = id.map_or_else(|| routes::PIPELINE.to_owned(), routes::opportunity);
    let back_text = if id.is_some() { name } else { "Board".to_owned() };
    let theirs = move || clash.get().map(|known| view! { <Clashing known shown clash action /> });
    view! {
        <Title text=title />
        <a class="back" href=back.clone()><Icon name="arrow-left" /><span>{back_text}</span></a>
        <header class="page-head"><h1>{title}</h1></header>
        {theirs}
        <PostForm action check key=key error=flash.error class="form panel">
            {id.map(|id| view! { <Hidden name="id" value=id.to_string() /> })}
            <input type="hidden" name="version" value=move || version.get().to_string() />
            <Hidden name="stage" value=stage />
            <Anew of=shown view=|page| view! { <Fields page /> } />
            <div class="form-actions">
                <Submit>{if id.is_some() { "Save" } else { "Add opportunity" }}</Submit>
                <a class="button" href=back>"Cancel"</a>
            </div>
        </PostForm>
    }
}

/// The clash that a refused post without scripting left behind. The page it came back to holds what is stored now.
fn clash_of(error: Option<AppError>, now: &FormPage, typed: Option<OpportunityForm>) -> Option<Clash> {
    match (error, typed) {
        (Some(AppError::Conflict(conflict)), Some(mine)) => Some(Clash { conflict: *conflict, now: now.clone(), mine }),
        _ => None,
    }
}

#[component]
fn Clashing(
    known: Clash,
    shown: RwSignal<FormPage>,
    clash: RwSignal<Option<Clash>>,
    action: ServerAction<SaveOpportunity>,
) -> impl IntoView {
    let Clash { conflict, now, mine } = known;
    let differences = now.readable(&now.form).differences(&now.readable(&mine));
    let href = now.id.map(routes::opportunity_edit).unwrap_or_default();
    let on_take = Callback::new(move |()| {
        shown.set(now.clone());
        clash.set(None);
        action.clear();
    });
    view! { <Theirs conflict differences href on_take /> }
}
