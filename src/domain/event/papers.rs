//! The papers of an event by kind and stage. The codes of papers that a claim asks for, too, are
//! those of the policy file, so that what the event has need not be handed in again.

use super::state::Stage;
use crate::domain::code::codes;
use crate::domain::plan::Kind;

codes! {
    /// A paper.
    pub enum Paper: "paper" {
        /// 竞赛实施方案 or 办班方案.
        ImplementationPlan = "implementation_plan",
        /// 技术文件.
        TechnicalDocument = "technical_document",
        /// 预算.
        Budget = "budget",
        /// 承办单位法人证书 or the confirmation as host.
        HostCertificate = "host_certificate",
        /// 安全应急预案.
        SafetyPlan = "safety_plan",
        /// 裁判员名单.
        RefereeList = "referee_list",
        /// 课程表和授课老师名单.
        Timetable = "timetable",
        /// 授课老师简历.
        LecturerProfiles = "lecturer_profiles",
        /// 与培训院校的协议或邀请函.
        TrainingAgreement = "training_agreement",
        /// 办班通知.
        ClassNotice = "class_notice",
        /// 秩序册.
        Programme = "programme",
        /// 选手登记表 or 学员名单, with sign-in sheets.
        Roster = "roster",
        /// 成绩册和获奖名单, signed by the head referee.
        Results = "results",
        /// 总结报告.
        Summary = "summary",
        /// 照片、视频.
        Photos = "photos",
        /// 经费决算表及票据.
        CostStatement = "cost_statement",
        /// 劳务费发放表.
        LabourFees = "labour_fees",
        /// 质量评估表.
        QualityEvaluation = "quality_evaluation",
        /// 优秀论文.
        Essays = "essays",
        /// 结业证书发放名册.
        Certificates = "certificates",
    }
}

/// A paper that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub paper: Paper,
    pub mandatory: bool,
}

const fn must(paper: Paper) -> Requirement {
    Requirement { paper, mandatory: true }
}
const fn may(paper: Paper) -> Requirement {
    Requirement { paper, mandatory: false }
}

/// The papers of one stage.
pub fn papers(kind: Kind, stage: Stage) -> &'static [Requirement] {
    use Paper::*;
    match (kind, stage) {
        (Kind::Competition, Stage::Proposal) => {
            const { &[must(ImplementationPlan), must(Budget), must(HostCertificate), may(TechnicalDocument)] }
        }
        (Kind::Competition, Stage::Filing) => const { &[must(TechnicalDocument), must(SafetyPlan), may(RefereeList)] },
        (Kind::Competition, Stage::Closing) => {
            const {
                &[
                    must(Programme),
                    must(Roster),
                    must(Results),
                    must(Summary),
                    must(Photos),
                    must(CostStatement),
                    may(LabourFees),
                ]
            }
        }
        (Kind::Seminar, Stage::Proposal) => {
            const { &[must(ImplementationPlan), must(Budget), must(Timetable), may(LecturerProfiles)] }
        }
        (Kind::Seminar, Stage::Filing) => const { &[must(ClassNotice), must(LecturerProfiles)] },
        (Kind::Seminar, Stage::Closing) => {
            const {
                &[
                    must(Summary),
                    must(Roster),
                    must(Timetable),
                    must(CostStatement),
                    must(Photos),
                    must(QualityEvaluation),
                    may(Essays),
                ]
            }
        }
        (Kind::ClassAway, Stage::Proposal) => {
            const { &[must(ImplementationPlan), must(Budget), must(TrainingAgreement), may(Timetable)] }
        }
        (Kind::ClassAway, Stage::Filing) => const { &[must(ClassNotice), must(Timetable)] },
        (Kind::ClassAway, Stage::Closing) => {
            const { &[must(Summary), must(Roster), must(CostStatement), must(Photos), must(Certificates)] }
        }
    }
}

/// The papers asked for up to a stage, each once; what any of the stages demands is mandatory.
pub fn papers_until(kind: Kind, stage: Stage) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    for asked in Stage::ALL.iter().filter(|asked| **asked <= stage).flat_map(|asked| papers(kind, *asked)) {
        match all.iter_mut().find(|known| known.paper == asked.paper) {
            Some(known) => known.mandatory |= asked.mandatory,
            None => all.push(*asked),
        }
    }
    all
}

/// The mandatory papers that are still wanting up to a stage.
pub fn missing_papers(kind: Kind, stage: Stage, have: &[&str]) -> Vec<Paper> {
    let wanted = papers_until(kind, stage).into_iter().filter(|asked| asked.mandatory);
    wanted.map(|asked| asked.paper).filter(|paper| !have.contains(&paper.as_str())).collect()
}
