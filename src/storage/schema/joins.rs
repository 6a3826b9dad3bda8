//! How tables join, and that they may stand in one query.

use super::*;

diesel::joinable!(users -> organisations (organisation_id));
diesel::joinable!(user_roles -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(account_tokens -> users (user_id));
diesel::joinable!(calendar_years -> users (loaded_by));
diesel::joinable!(plans -> users (published_by));
diesel::joinable!(plan_items -> plans (plan_id));
diesel::joinable!(plan_items -> organisations (organisation_id));
diesel::joinable!(plan_items -> budget_lines (budget_line_id));
diesel::joinable!(plan_imports -> users (uploaded_by));
diesel::joinable!(events -> organisations (organisation_id));
diesel::joinable!(events -> plan_items (plan_item_id));
diesel::joinable!(events -> users (submitter_id));
diesel::joinable!(event_steps -> events (event_id));
diesel::joinable!(event_steps -> users (user_id));
diesel::joinable!(claims -> organisations (organisation_id));
diesel::joinable!(claims -> events (event_id));
diesel::joinable!(claims -> budget_lines (budget_line_id));
diesel::joinable!(assessments -> claims (claim_id));
diesel::joinable!(assessments -> users (created_by));
diesel::joinable!(claim_steps -> claims (claim_id));
diesel::joinable!(claim_steps -> users (user_id));
diesel::joinable!(evidence -> claims (claim_id));
diesel::joinable!(evidence -> events (event_id));
diesel::joinable!(evidence -> blobs (sha256));
diesel::joinable!(evidence -> users (uploaded_by));
diesel::joinable!(notices -> users (published_by));
diesel::joinable!(notice_lines -> notices (notice_id));
diesel::joinable!(notice_lines -> claims (claim_id));
diesel::joinable!(claim_people -> claims (claim_id));
diesel::joinable!(claim_invoices -> claims (claim_id));
diesel::joinable!(objections -> notice_lines (notice_line_id));
diesel::joinable!(objections -> users (answered_by));
diesel::joinable!(budget_entries -> budget_lines (budget_line_id));
diesel::joinable!(budget_entries -> claims (claim_id));
diesel::joinable!(budget_entries -> users (user_id));
diesel::joinable!(payment_batches -> users (created_by));
diesel::joinable!(payments -> payment_batches (batch_id));
diesel::joinable!(payments -> claims (claim_id));
diesel::joinable!(contest_items -> events (event_id));
diesel::joinable!(contest_entrants -> contest_items (item_id));
diesel::joinable!(contest_objections -> contest_items (item_id));
diesel::joinable!(contest_judges -> contest_items (item_id));
diesel::joinable!(contest_judges -> users (user_id));
diesel::joinable!(contest_recusals -> contest_entrants (entrant_id));
diesel::joinable!(contest_marks -> contest_entrants (entrant_id));
diesel::joinable!(contest_members -> contest_entrants (entrant_id));
diesel::joinable!(contest_changes -> contest_marks (mark_id));
diesel::joinable!(contest_answers -> users (user_id));
diesel::joinable!(sittings -> events (event_id));
diesel::allow_tables_to_appear_in_same_query!(sittings, events);
diesel::allow_tables_to_appear_in_same_query!(sitting_people, events);
diesel::allow_tables_to_appear_in_same_query!(event_people, events);
diesel::joinable!(contest_certificates -> contest_entrants (entrant_id));
diesel::joinable!(participants -> events (event_id));
diesel::joinable!(participants -> entries (entry_id));
diesel::joinable!(participants -> teams (team_id));
diesel::joinable!(participant_log -> participants (participant_id));
diesel::joinable!(participant_log -> users (user_id));
diesel::joinable!(participant_changes -> participants (participant_id));
diesel::joinable!(entries -> events (event_id));
diesel::joinable!(attendance -> participants (participant_id));
diesel::joinable!(attendance -> users (user_id));
diesel::joinable!(completion_certificates -> participants (participant_id));
diesel::joinable!(contest_reopenings -> users (user_id));
diesel::joinable!(contest_returns -> contest_items (item_id));
diesel::joinable!(contest_returns -> users (user_id));
diesel::joinable!(contest_run_changes -> contest_entrants (entrant_id));
diesel::joinable!(contest_additions -> contest_entrants (entrant_id));
diesel::joinable!(participant_links -> participants (participant_id));
diesel::joinable!(bases -> organisations (organisation_id));
diesel::joinable!(base_applications -> bases (base_id));
diesel::joinable!(base_figures -> bases (base_id));
diesel::joinable!(base_papers -> bases (base_id));
diesel::joinable!(base_claims -> bases (base_id));
diesel::joinable!(base_claims -> claims (claim_id));
diesel::joinable!(evaluator_profiles -> users (user_id));
diesel::joinable!(evaluation_runs -> evaluations (evaluation_id));
diesel::joinable!(evaluation_entries -> evaluations (evaluation_id));
diesel::joinable!(evaluation_entries -> bases (base_id));
diesel::joinable!(evaluation_entries -> organisations (organisation_id));
diesel::joinable!(evaluation_panel -> evaluations (evaluation_id));
diesel::joinable!(evaluation_panel -> users (user_id));
diesel::joinable!(evaluation_conflicts -> evaluation_entries (entry_id));
diesel::joinable!(evaluation_sheets -> evaluation_entries (entry_id));
diesel::joinable!(evaluation_marks -> evaluation_sheets (sheet_id));
diesel::joinable!(nominations -> recognition_rounds (round_id));
diesel::joinable!(nominations -> organisations (organisation_id));
diesel::joinable!(nomination_papers -> nominations (nomination_id));
diesel::joinable!(nomination_checks -> users (checked_by));
diesel::joinable!(nomination_marks -> nominations (nomination_id));
diesel::joinable!(nomination_conflicts -> nominations (nomination_id));
diesel::joinable!(nomination_tallies -> nominations (nomination_id));
diesel::joinable!(recognition_panel -> recognition_rounds (round_id));
diesel::joinable!(nomination_objections -> nominations (nomination_id));
diesel::joinable!(recognition_panel -> users (user_id));
diesel::joinable!(recognition_titles -> claims (claim_id));
diesel::joinable!(evaluation_objections -> evaluation_entries (entry_id));
diesel::joinable!(evaluation_lines -> evaluation_entries (entry_id));

diesel::allow_tables_to_appear_in_same_query!(
    recognition_rounds,
    nominations,
    nomination_papers,
    nomination_checks,
    recognition_panel,
    nomination_marks,
    nomination_conflicts,
    nomination_tallies,
    nomination_objections,
    recognition_titles,
    recognition_reviews,
    recognition_withdrawals,
    bases,
    base_applications,
    base_figures,
    base_papers,
    base_claims,
    evaluations,
    evaluator_profiles,
    evaluator_employments,
    evaluation_runs,
    evaluation_entries,
    evaluation_self_marks,
    evaluation_papers,
    evaluation_panel,
    evaluation_conflicts,
    evaluation_sheets,
    evaluation_marks,
    evaluation_objections,
    evaluation_lines,
    event_terms,
    entries,
    teams,
    participants,
    participant_log,
    participant_changes,
    roster_imports,
    attendance,
    attendance_answers,
    completion_certificates,
    participant_links,
    meta,
    counters,
    organisations,
    users,
    user_roles,
    sessions,
    account_tokens,
    policy_versions,
    calendar_years,
    plans,
    budget_lines,
    plan_items,
    plan_imports,
    events,
    event_steps,
    claims,
    assessments,
    claim_steps,
    blobs,
    evidence,
    claim_people,
    claim_advances,
    claim_invoices,
    notices,
    notice_lines,
    objections,
    budget_entries,
    payment_batches,
    payments,
    outbox,
    audit_log,
    audit_head,
    contest_items,
    contest_entrants,
    contest_judges,
    contest_recusals,
    contest_marks,
    contest_changes,
    contest_answers,
    contest_objections,
    contest_certificates,
    contest_reopenings,
    contest_returns,
    contest_run_changes,
    contest_advances,
    contest_additions,
    contest_seatings,
    contest_members,
);
