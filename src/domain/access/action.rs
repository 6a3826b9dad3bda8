//! Everything that can be done.

use crate::domain::base::Step as BaseStep;
use crate::domain::claim::StepKind as ClaimStep;
use crate::domain::code::codes;
use crate::domain::contest::phase::Step as ContestStep;
use crate::domain::event::StepKind as EventStep;
use crate::domain::recognition::round::Step as RoundStep;

codes! {
    /// What kind of thing an action is about.
    pub enum Area: "area" {
        Plan = "plan",
        Event = "event",
        /// Items of a competition, as those see them who run it.
        Contest = "contest",
        /// The same, as their judges see them: workstations, never names.
        Judging = "judging",
        /// Who takes part in an event: rosters, registrations, attendance.
        Participant = "participant",
        Claim = "claim",
        Notice = "notice",
        Budget = "budget",
        Payment = "payment",
        People = "people",
        Profile = "profile",
        Audit = "audit",
        Mail = "mail",
        Policy = "policy",
        Calendar = "calendar",
        /// Venues with their rooms, and the rules of schedules.
        Venue = "venue",
        /// The register of training bases.
        Base = "base",
        /// Yearly evaluations of bases.
        Evaluation = "evaluation",
        /// Rounds of recognition, nominations and titles.
        Recognition = "recognition",
        /// The same, as a panel's members see them: the bases they may score, and no others.
        Scoring = "scoring",
    }
}

codes! {
    /// Everything that can be done. A page, list or file that shows something is the area's `view`.
    pub enum Action: "action" {
        PlanView = "plan.view",
        /// Items of a plan not yet published.
        PlanEdit = "plan.edit",
        PlanImport = "plan.import",
        PlanPublish = "plan.publish",
        /// Add or strike an item of a published plan, with a reason.
        PlanAmend = "plan.amend",
        PlanExport = "plan.export",

        /// With its papers.
        EventView = "event.view",
        EventCreate = "event.create",
        EventEdit = "event.edit",
        EventUpload = "event.upload",
        EventSubmit = "event.submit",
        EventReturn = "event.return",
        EventApprove = "event.approve",
        EventFile = "event.file",
        EventMarkHeld = "event.mark-held",
        EventClose = "event.close",
        EventCancel = "event.cancel",
        EventExport = "event.export",
        /// Sessions, people, places and times; acknowledging warnings.
        EventSchedule = "event.schedule",
        /// Telling the world, and everybody whose session changed.
        EventRelease = "event.release",

        /// With contestants, judges and, once signed, the standings.
        ContestView = "contest.view",
        /// Items, schemes, contestants, workstations and judges.
        ContestSetUp = "contest.set-up",
        /// Who came, recusals, deductions and times.
        ContestRun = "contest.run",
        ContestOpen = "contest.open",
        /// By two people; the item's head judge may be one of them.
        ContestSign = "contest.sign",
        /// Ask for a change of a signed mark, or approve another's.
        ContestChange = "contest.change",
        /// Ask for a correction of presence, birth date or sex of a contestant once judging has begun, or approve
        /// another's.
        ContestCorrect = "contest.correct",
        /// Hand the result in, its warnings answered.
        ContestSubmit = "contest.submit",
        ContestSendBack = "contest.send-back",
        /// By somebody else than who submitted it.
        ContestPublish = "contest.publish",
        /// Say that a published result no longer counts, without an objection.
        ContestReopen = "contest.reopen",
        ContestAnswer = "contest.answer",
        /// Enter the best of a published item into a final.
        ContestAdvance = "contest.advance",
        /// Issue and revoke certificates.
        ContestCertify = "contest.certify",

        /// By an assigned judge, of a contestant they are not recused from.
        JudgingMark = "judging.mark",

        /// With names and the last four of identity numbers.
        ParticipantView = "participant.view",
        /// What can be registered for, who may, how long data is kept.
        ParticipantSetUp = "participant.set-up",
        /// Rosters, approval, substitution, withdrawal.
        ParticipantEdit = "participant.edit",
        /// Scan in and out at the door; look at flags.
        ParticipantCheckIn = "participant.check-in",
        /// Issue certificates of completion, and revoke them, also when the event is closed.
        ParticipantCertify = "participant.certify",
        /// Files with full identity numbers, and one person's data.
        ParticipantExport = "participant.export",
        /// Delete what is no longer needed before its day.
        ParticipantErase = "participant.erase",

        /// With its evidence and its calculation.
        ClaimView = "claim.view",
        ClaimCreate = "claim.create",
        /// Facts of a draft or a returned claim, by its organisation.
        ClaimEditFacts = "claim.edit-facts",
        ClaimUpload = "claim.upload",
        ClaimSubmit = "claim.submit",
        ClaimWithdraw = "claim.withdraw",
        ClaimReopen = "claim.reopen",
        ClaimAccept = "claim.accept",
        ClaimReturn = "claim.return",
        ClaimDecline = "claim.decline",
        ClaimFirstReview = "claim.first-review",
        ClaimSecondReview = "claim.second-review",
        ClaimSendBack = "claim.send-back",
        ClaimReject = "claim.reject",
        /// Facts of an accepted claim, by an officer; voids its reviews.
        ClaimCorrectFacts = "claim.correct-facts",
        /// Another budget line for an accepted claim, until it is decided.
        ClaimChangeLine = "claim.change-line",
        ClaimDecide = "claim.decide",
        ClaimConfirm = "claim.confirm",
        ClaimPublish = "claim.publish",
        ClaimApprove = "claim.approve",
        ClaimPay = "claim.pay",
        ClaimSettle = "claim.settle",
        ClaimFail = "claim.fail",
        ClaimCorrectAccount = "claim.correct-account",
        ClaimArchive = "claim.archive",
        ClaimExport = "claim.export",

        /// The masked page and file of a published notice.
        NoticeView = "notice.view",
        /// Put decided claims into a notice and publish it.
        NoticeCreate = "notice.create",
        /// In one's real name, while the notice runs.
        NoticeObject = "notice.object",
        /// The objections with the names and contacts of those who made them.
        NoticeReadObjections = "notice.read-objections",
        NoticeAnswer = "notice.answer",

        BudgetView = "budget.view",
        BudgetEdit = "budget.edit",
        BudgetExport = "budget.export",

        /// Batches with account numbers.
        PaymentView = "payment.view",
        PaymentCreateBatch = "payment.create-batch",
        PaymentSend = "payment.send",
        PaymentConfirm = "payment.confirm",

        PeopleView = "people.view",
        ManageOrganisations = "people.manage-organisations",
        ManageUsers = "people.manage-users",
        DeactivateUser = "people.deactivate",

        /// One's own name, language, password and sessions.
        ProfileEdit = "profile.edit",
        /// One's own organisation's contact and bank account.
        OrganisationEditOwn = "profile.edit-organisation",

        AuditView = "audit.view",
        MailView = "mail.view",
        MailRedrive = "mail.redrive",
        PolicyView = "policy.view",
        CalendarView = "calendar.view",
        CalendarLoad = "calendar.load",

        VenueView = "venue.view",
        /// One's own unit's venues; an office also those of its division.
        VenueEdit = "venue.edit",
        /// How grave which conflict of a schedule is, by the bureau.
        VenueRules = "venue.rules",

        /// The whole file: applications, papers, claims. What is designated is public.
        BaseView = "base.view",
        BaseCreate = "base.create",
        /// Particulars and papers, by the unit, while the office is not looking at them.
        BaseEdit = "base.edit",
        /// For a higher level, or again.
        BaseApply = "base.apply",
        /// What a year came to.
        BaseFigures = "base.figures",
        BaseSubmit = "base.submit",
        BaseReturn = "base.return",
        BaseExamine = "base.examine",
        BaseDesignate = "base.designate",
        BaseDecline = "base.decline",
        BaseWithdraw = "base.withdraw",
        /// With the reason; somebody else decides.
        BaseProposeRevocation = "base.propose-revocation",
        BaseRevoke = "base.revoke",
        BaseKeep = "base.keep",
        /// Claim the grant, or its next instalment.
        BaseClaim = "base.claim",

        /// Nominations with their papers and the register; calls, lists and honours are public.
        RecognitionView = "recognition.view",
        /// Publish a programme's call of the year.
        RecognitionOpen = "recognition.open",
        /// Put somebody forward, by the unit or its county.
        RecognitionNominate = "recognition.nominate",
        /// Eligibility and clean record of a nominee.
        RecognitionCheck = "recognition.check",
        RecognitionClose = "recognition.close",
        /// Give the panel those who passed.
        RecognitionConvene = "recognition.convene",
        /// Enter the panel's result; the list follows from it.
        RecognitionPropose = "recognition.propose",
        RecognitionPublish = "recognition.publish",
        /// Answer a real-name objection to a line.
        RecognitionAnswer = "recognition.answer",
        /// By somebody else than who entered the panel's result.
        RecognitionDecide = "recognition.decide",
        RecognitionCancel = "recognition.cancel",
        /// The yearly look at a title.
        RecognitionReview = "recognition.review",
        /// With the reason; somebody else decides.
        RecognitionProposeWithdrawal = "recognition.propose-withdrawal",
        /// Withdraw a title, as somebody else proposed.
        RecognitionWithdraw = "recognition.withdraw",
        /// Keep a title whose withdrawal somebody else proposed.
        RecognitionKeep = "recognition.keep",
        /// Enter what came back of an award that was paid before its title came into the register.
        RecognitionRecover = "recognition.recover",

        /// Fix the bases counted, the rubric and the rules of a year, and publish them.
        EvaluationOpen = "evaluation.open",
        /// How far a year is, with panel and conflicts.
        EvaluationFollow = "evaluation.follow",
        /// The pool, the draw, and the steps until every sheet is signed.
        EvaluationRun = "evaluation.run",
        /// What the signed sheets come to; before they are signed, how many are.
        EvaluationResult = "evaluation.result",
        /// Vetoes, values of tie keys, meetings of the panel, what was mended.
        EvaluationEnter = "evaluation.enter",
        EvaluationPropose = "evaluation.propose",
        /// By somebody else than who proposed it.
        EvaluationDecide = "evaluation.decide",
        EvaluationAnswer = "evaluation.answer",
        /// After the notice.
        EvaluationApprove = "evaluation.approve",
        /// The result of one's own unit's bases.
        EvaluationOwn = "evaluation.own",
        /// By the unit, of its own base.
        EvaluationSelfScore = "evaluation.self-score",

        /// By a member of the panel, of a base they are not kept from.
        ScoringMark = "scoring.mark",
        /// The panel's marks beside one another, once all have signed.
        ScoringCompare = "scoring.compare",
    }
}

impl Action {
    /// The area, which is what stands before the dot of the code.
    pub fn area(self) -> Area {
        let code = self.as_str();
        let area = code.split_once('.').map_or(code, |(area, _)| area);
        Area::ALL.iter().copied().find(|known| known.as_str() == area).unwrap_or(Area::Profile)
    }

    /// The step of the claim chain that the action is, if it is one.
    pub fn claim_step(self) -> Option<ClaimStep> {
        let step = self.as_str().strip_prefix("claim.")?;
        ClaimStep::ALL.iter().copied().find(|known| known.as_str() == step)
    }

    /// The action that takes a step of the chain; objections are made and answered at the notice.
    pub fn of_claim_step(step: ClaimStep) -> Action {
        let of_chain = Action::ALL.iter().copied().find(|action| action.claim_step() == Some(step));
        match (of_chain, step) {
            (Some(action), _) => action,
            (None, ClaimStep::Object) => Action::NoticeObject,
            (None, ClaimStep::End) => Action::RecognitionWithdraw,
            (None, _) => Action::NoticeAnswer,
        }
    }

    /// The step of an event that the action is, if it is one.
    pub fn event_step(self) -> Option<EventStep> {
        let step = self.as_str().strip_prefix("event.")?;
        EventStep::ALL.iter().copied().find(|known| known.as_str() == step)
    }

    /// The step of a contest item that the action is, if it is one.
    pub fn contest_step(self) -> Option<ContestStep> {
        let step = self.as_str().strip_prefix("contest.")?;
        ContestStep::ALL.iter().copied().find(|known| known.as_str() == step)
    }

    pub fn of_contest_step(step: ContestStep) -> Action {
        let found = Action::ALL.iter().copied().find(|action| action.contest_step() == Some(step));
        found.unwrap_or(Action::ContestView)
    }

    /// The step of a base's application that the action is, if it is one.
    pub fn base_step(self) -> Option<BaseStep> {
        let step = self.as_str().strip_prefix("base.")?;
        BaseStep::ALL.iter().copied().find(|known| known.as_str() == step)
    }

    pub fn of_base_step(step: BaseStep) -> Action {
        let found = Action::ALL.iter().copied().find(|action| action.base_step() == Some(step));
        found.unwrap_or(Action::BaseView)
    }

    /// The step of a recognition round that the action is, if it is one.
    pub fn round_step(self) -> Option<RoundStep> {
        let step = self.as_str().strip_prefix("recognition.")?;
        RoundStep::ALL.iter().copied().find(|known| known.as_str() == step)
    }

    pub fn of_round_step(step: RoundStep) -> Action {
        let found = Action::ALL.iter().copied().find(|action| action.round_step() == Some(step));
        found.unwrap_or(Action::RecognitionView)
    }

    pub fn of_event_step(step: EventStep) -> Action {
        let found = Action::ALL.iter().copied().find(|action| action.event_step() == Some(step));
        found.unwrap_or(Action::EventView)
    }
}
