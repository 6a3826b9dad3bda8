//! Every page renders with its samples in both languages.

use super::{
    attendance, audit, bases, budget, calendar, claims, contests, error, evaluations, events, form_page, guide,
    judging, notices, outbox, participants, payments, people, plan, policy, recognition, register, schedule, scoring,
    sign_in, venues, worklist, years,
};
use crate::domain::lang::Lang;
use crate::text::parts::Shell;
use crate::text::{Page, page};
use std::collections::BTreeSet;

/// A page with its samples, ready to be rendered.
struct Sampled {
    template: &'static str,
    render: fn(&Shell) -> Vec<String>,
}

fn sampled<P: Page>() -> Sampled {
    let render = |shell: &Shell| {
        let fault = |fault| panic!("{} in {}: {fault}", P::TEMPLATE, shell.lang);
        P::samples().iter().map(|sample| page(shell, sample).unwrap_or_else(fault)).collect()
    };
    Sampled { template: P::TEMPLATE, render }
}

/// Every page of the product: one line each.
fn pages() -> Vec<Sampled> {
    vec![
        sampled::<attendance::completions::CompletionList>(),
        sampled::<attendance::completions::VerifiedCompletion>(),
        sampled::<attendance::desk::DeskView>(),
        sampled::<attendance::passes::PassSheet>(),
        sampled::<attendance::passes::PassView>(),
        sampled::<attendance::person::PersonView>(),
        sampled::<attendance::show::AttendanceView>(),
        sampled::<audit::Audit>(),
        sampled::<bases::list::BaseList>(),
        sampled::<bases::list::OwnBases>(),
        sampled::<bases::show::BaseView>(),
        sampled::<recognition::list::RecognitionList>(),
        sampled::<recognition::round::RoundView>(),
        sampled::<recognition::panel::PanelPage>(),
        sampled::<recognition::review::ReviewPage>(),
        sampled::<recognition::nomination::NominationView>(),
        sampled::<recognition::titles::Honours>(),
        sampled::<recognition::titles::Register>(),
        sampled::<recognition::titles::TitleView>(),
        sampled::<evaluations::EvaluationList>(),
        sampled::<evaluations::EvaluationView>(),
        sampled::<evaluations::ResultPage>(),
        sampled::<evaluations::NoticePage>(),
        sampled::<evaluations::OwnPage>(),
        sampled::<evaluations::PanelPage>(),
        sampled::<scoring::DrawPage>(),
        sampled::<scoring::OwnYearPage>(),
        sampled::<scoring::OwnYears>(),
        sampled::<scoring::PanelPage>(),
        sampled::<scoring::PoolPage>(),
        sampled::<scoring::RunPage>(),
        sampled::<scoring::SelfScorePage>(),
        sampled::<scoring::SheetPage>(),
        sampled::<calendar::Calendar>(),
        sampled::<claims::form::ClaimForm>(),
        sampled::<claims::list::ClaimList>(),
        sampled::<claims::new::ChooseRule>(),
        sampled::<claims::register::Register>(),
        sampled::<claims::show::ClaimSheet>(),
        sampled::<claims::show::ClaimView>(),
        sampled::<contests::advance::AdvanceView>(),
        sampled::<contests::certificates::CertificatesView>(),
        sampled::<contests::certificates::Verified>(),
        sampled::<contests::list::ContestList>(),
        sampled::<contests::results::ResultList>(),
        sampled::<contests::results::ResultView>(),
        sampled::<contests::seating::SeatingView>(),
        sampled::<contests::settings::Settings>(),
        sampled::<contests::show::ContestView>(),
        sampled::<judging::JudgingList>(),
        sampled::<judging::SheetPage>(),
        sampled::<judging::StationList>(),
        sampled::<error::ErrorPage>(),
        sampled::<events::form::EventForm>(),
        sampled::<events::form::NewEvent>(),
        sampled::<events::list::EventList>(),
        sampled::<events::show::EventView>(),
        sampled::<form_page::FormPage>(),
        sampled::<guide::Guide>(),
        sampled::<outbox::Message>(),
        sampled::<outbox::Outbox>(),
        sampled::<participants::entries::EntryList>(),
        sampled::<participants::entry::EntryView>(),
        sampled::<participants::list::ParticipantList>(),
        sampled::<register::form::RegisterForm>(),
        sampled::<register::list::RegisterList>(),
        sampled::<register::own::Participation>(),
        sampled::<participants::mapping::MappingPage>(),
        sampled::<participants::preview::RosterPreview>(),
        sampled::<participants::show::ParticipantView>(),
        sampled::<people::Hosts>(),
        sampled::<people::People>(),
        sampled::<plan::form::ItemForm>(),
        sampled::<plan::import::ImportForm>(),
        sampled::<plan::import::ImportPreview>(),
        sampled::<plan::item::ItemView>(),
        sampled::<plan::show::NoPlan>(),
        sampled::<plan::show::PlanView>(),
        sampled::<policy::PolicyPage>(),
        sampled::<schedule::across::AcrossView>(),
        sampled::<schedule::changes::Changes>(),
        sampled::<schedule::public::PublicSchedule>(),
        sampled::<schedule::roster::Roster>(),
        sampled::<schedule::show::ScheduleView>(),
        sampled::<venues::RoomView>(),
        sampled::<venues::VenueView>(),
        sampled::<venues::Venues>(),
        sampled::<sign_in::SignIn>(),
        sampled::<budget::line::LineView>(),
        sampled::<budget::list::BudgetView>(),
        sampled::<notices::list::NoticeList>(),
        sampled::<notices::new::NewNotice>(),
        sampled::<notices::show::NoticeView>(),
        sampled::<payments::list::PaymentsView>(),
        sampled::<payments::show::BatchView>(),
        sampled::<worklist::Worklist>(),
        sampled::<years::Years>(),
    ]
}

/// `JIANGXIN_PAGES=folder cargo test --lib web::pages` also writes them there, to be looked at.
#[test]
fn every_page_renders_with_its_samples() {
    let folder = std::env::var_os("JIANGXIN_PAGES").map(std::path::PathBuf::from);
    for sampled in pages() {
        for lang in Lang::ALL {
            for shell in [Shell::sample(lang), Shell::public(lang, "/notices")] {
                for (index, html) in (sampled.render)(&shell).into_iter().enumerate() {
                    assert_sound(sampled.template, &html);
                    if let Some(folder) =
                        folder.as_ref().filter(|_| shell.viewer.is_some() || sampled.template == "pages/sign_in")
                    {
                        let name = format!("{}-{lang}-{index}.html", sampled.template.replace('/', "-"));
                        std::fs::create_dir_all(folder)
                            .and_then(|()| std::fs::write(folder.join(name), local(&html)))
                            .unwrap();
                    }
                }
            }
        }
    }
}

/// What the content security policy would refuse, ids used twice, and labels of nothing.
fn assert_sound(template: &str, html: &str) {
    for forbidden in [" style=\"", "<style", " onclick=", "javascript:", "[object]", "href=\"\""] {
        assert!(!html.contains(forbidden), "{template} contains {forbidden}");
    }
    let values = |attribute: &str| -> Vec<&str> {
        html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    };
    let mut ids = BTreeSet::new();
    for id in values(" id=\"") {
        assert!(ids.insert(id), "{template}: the id {id} is used twice");
    }
    let described = values(" aria-describedby=\"").into_iter().flat_map(str::split_whitespace);
    for id in values(" for=\"").into_iter().chain(values("href=\"#")).chain(described).filter(|id| !id.is_empty()) {
        assert!(ids.contains(id), "{template}: nothing has the id {id}");
    }
    let forms = html.matches("method=\"post\"").count();
    assert_eq!(forms, html.matches("name=\"csrf\"").count(), "{template}: a form without its token");
}

/// Opened from a folder instead of served.
fn local(html: &str) -> String {
    html.replace("\"/static/", "\"../../static/")
}

#[test]
fn every_template_has_its_page() {
    let known: BTreeSet<String> = pages().iter().map(|page| page.template.to_owned()).collect();
    let there: BTreeSet<String> = crate::text::render::page_templates().collect();
    assert_eq!(there, known, "templates/pages on the left, pages with a sample in src/web/pages on the right");
}
