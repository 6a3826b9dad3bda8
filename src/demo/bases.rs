//! The register of training bases: invented bases of real trades, as the office took them over at New
//! Year and what came after.

use super::papers::{About, paper};
use super::year::{Refusal, Year};
use crate::domain::base::Step;
use crate::domain::money::Fen;
use crate::service::bases::{self, Typed, Verdict};
use crate::service::evidence::Sent;
use crate::storage;
use std::collections::BTreeMap;

/// A base, by what it is called in the diary.
pub(super) struct Base {
    pub key: &'static str,
    pub host: &'static str,
    name: &'static str,
    industry: &'static str,
    address: &'static str,
    trades: &'static str,
    /// Square metres, workstations, teachers.
    size: [u32; 3],
    equipment: &'static str,
    /// Days of the designations: of the city, then of the province.
    city: &'static str,
    province: &'static str,
    /// Trainees of a year; certificates and competitions follow from them.
    trainees: u32,
}

#[expect(clippy::too_many_arguments, reason = "a row of the table below")]
const fn base(
    (key, host): (&'static str, &'static str),
    name: &'static str,
    (industry, address): (&'static str, &'static str),
    trades: &'static str,
    size: [u32; 3],
    equipment: &'static str,
    (city, province): (&'static str, &'static str),
    trainees: u32,
) -> Base {
    Base { key, host, name, industry, address, trades, size, equipment, city, province, trainees }
}

/// Names and addresses are invented.
pub(super) const BASES: &[Base] = &[
    base(
        ("建筑", "host"),
        "瓯江建筑技能公共实训基地",
        ("建筑业", "鹿城区样例路 1 号"),
        "砌筑工、抹灰工、镶贴工",
        [9200, 120, 26],
        "砌筑、抹灰、镶贴工位各 40 个，BIM 机房 1 间",
        ("2016-06-15", ""),
        2860,
    ),
    base(
        ("电气", "host.chint"),
        "乐清低压电气公共实训基地",
        ("电气制造", "乐清市样例大道 8 号"),
        "电工、高低压电器装配工",
        [8600, 150, 31],
        "低压配电实训柜 60 台，自动化装配线 2 条",
        ("2016-06-15", ""),
        2410,
    ),
    base(
        ("制造", "host.school"),
        "温州先进制造公共实训基地",
        ("装备制造", "瓯海区样例东路 18 号"),
        "车工、铣工、工业机器人系统操作员",
        [16800, 320, 58],
        "数控机床 86 台，工业机器人工作站 12 套",
        ("2015-05-20", "2018-11-26"),
        5120,
    ),
    base(
        ("汽修", "host.school"),
        "温州汽车维修公共实训基地",
        ("汽车服务", "瓯海区样例东路 20 号"),
        "汽车维修工",
        [8300, 90, 19],
        "整车 24 台，新能源实训台架 10 套",
        ("2017-07-03", ""),
        1730,
    ),
    base(
        ("汽配", "host.ruian"),
        "瑞安汽摩配公共实训基地",
        ("汽车零部件", "瑞安市样例街 66 号"),
        "模具工、车工",
        [8100, 110, 22],
        "加工中心 18 台，三坐标测量机 2 台",
        ("2016-06-15", ""),
        1980,
    ),
    base(
        ("针织", "host.pingyang"),
        "平阳针织服装公共实训基地",
        ("纺织服装", "平阳县样例路 39 号"),
        "缝纫工、服装制版师",
        [8050, 140, 17],
        "电脑横机 30 台，缝纫工位 90 个",
        ("2017-07-03", ""),
        1640,
    ),
    base(
        ("鞋革", "host.shoes"),
        "鹿城鞋革工艺公共实训基地",
        ("鞋革制造", "鹿城区样例南路 5 号"),
        "制鞋工、皮具制作工",
        [8700, 130, 24],
        "制鞋流水线 3 条，鞋样设计机房 1 间",
        ("2015-05-20", ""),
        2230,
    ),
    base(
        ("泵阀", "host.yongjia"),
        "永嘉泵阀制造公共实训基地",
        ("通用设备", "永嘉县样例工业区 3 号"),
        "焊工、泵阀装配调试工",
        [8020, 70, 11],
        "焊接工位 40 个，泵阀试验台 6 套",
        ("2017-07-03", ""),
        620,
    ),
    base(
        ("眼镜", "host.glasses"),
        "瓯海眼镜制造公共实训基地",
        ("眼镜制造", "瓯海区样例西路 12 号"),
        "眼镜架制作工、眼镜验光员",
        [8400, 100, 18],
        "验光设备 20 套，镜架加工线 2 条",
        ("2016-06-15", ""),
        1490,
    ),
    base(
        ("水产", "host.dongtou"),
        "洞头水产加工公共实训基地",
        ("水产加工", "洞头区样例海塘 7 号"),
        "水产品加工工",
        [8010, 80, 12],
        "加工流水线 2 条，冷链实训室 1 间",
        ("2018-06-21", ""),
        880,
    ),
    base(
        ("印刷", "host.cangnan"),
        "苍南印刷包装公共实训基地",
        ("印刷包装", "苍南县样例路 101 号"),
        "印刷操作员、印后制作员",
        [8200, 95, 16],
        "胶印机 6 台，数字印刷机 4 台",
        ("2018-06-21", ""),
        1310,
    ),
    base(
        ("旅游", "host.wencheng"),
        "文成旅游服务公共实训基地",
        ("旅游服务", "文成县样例山路 9 号"),
        "客房服务员、中式烹调师、茶艺师",
        [8000, 85, 14],
        "模拟客房 12 间，烹饪灶位 30 个",
        ("2019-06-18", ""),
        960,
    ),
    base(
        ("家政", "host.shoes"),
        "鹿城家政服务公共实训基地",
        ("居民服务", "鹿城区样例南路 6 号"),
        "家政服务员、养老护理员",
        [8060, 75, 15],
        "养老护理实训室 4 间，母婴护理实训室 3 间",
        ("", ""),
        740,
    ),
];

/// What the diary says of bases.
pub(super) enum Deed {
    /// Those designated before this day come onto the register with their history and figures.
    TakeOver(&'static str),
    /// A base is applied for; it is examined and designated on this day, or left to the office.
    Apply(&'static str),
    Designate(&'static str),
}

pub(super) fn run(year: &mut Year, deed: &Deed) -> Result<(), Refusal> {
    match deed {
        Deed::TakeOver(until) => {
            for base in BASES.iter().filter(|base| !base.city.is_empty() && base.city < *until) {
                apply(year, base)?;
                designate(year, base, base.city)?;
                if !base.province.is_empty() {
                    promote(year, base)?;
                }
                for (of, share) in [("2017", 88), ("2018", 100)] {
                    figures(year, base, of, base.trainees * share / 100)?;
                }
            }
            Ok(())
        }
        Deed::Apply(key) => apply(year, find(key)?),
        Deed::Designate(key) => {
            let base = find(key)?;
            designate(year, base, base.city)
        }
    }
}

fn find(key: &'static str) -> Result<&'static Base, Refusal> {
    BASES.iter().find(|base| base.key == key).ok_or(Refusal::Missing(key))
}

fn typed(fields: &[(&str, &str)]) -> Typed {
    Typed(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>())
}

fn apply(year: &mut Year, base: &'static Base) -> Result<(), Refusal> {
    let host = year.who(base.host)?;
    let [area, workstations, teachers] = base.size.map(|number| number.to_string());
    let fields = typed(&[
        ("name", base.name),
        ("industry", base.industry),
        ("address", base.address),
        ("trades", base.trades),
        ("area", &area),
        ("workstations", &workstations),
        ("teachers", &teachers),
        ("equipment", base.equipment),
        ("level", "city"),
        ("statement", "具备独立的实训场地、设备和师资，面向全市开展公共实训，申请认定为市级公共实训基地。"),
    ]);
    let id = bases::create(&year.app, &host, &fields)?;
    year.bases.insert(base.key, id);
    let about = About { title: base.name, reference: base.key, cost: Fen::ZERO, people: base.trainees };
    let sent = Sent { file_name: "申报表.pdf".to_owned(), ..paper("base_application", &about)? };
    bases::upload(&year.app, &host, id, &sent)?;
    step(year, base, base.host, Step::Submit, &Verdict::default())
}

fn designate(year: &mut Year, base: &'static Base, day: &str) -> Result<(), Refusal> {
    step(year, base, "clerk", Step::Examine, &Verdict::default())?;
    let document = format!("样例发〔{}〕1号", day.get(..4).unwrap_or_default());
    let verdict = Verdict { document, day: day.to_owned(), ..Verdict::default() };
    step(year, base, "decider", Step::Designate, &verdict)
}

fn promote(year: &mut Year, base: &'static Base) -> Result<(), Refusal> {
    let host = year.who(base.host)?;
    let id = *year.bases.get(base.key).ok_or(Refusal::Missing(base.key))?;
    let fields =
        typed(&[("level", "provincial"), ("statement", "规模、设备和培训质量达到省级标准，申请认定为省级基地。")]);
    bases::apply(&year.app, &host, id, &fields)?;
    step(year, base, base.host, Step::Submit, &Verdict::default())?;
    designate(year, base, base.province)
}

fn step(year: &mut Year, base: &'static Base, by: &'static str, step: Step, verdict: &Verdict) -> Result<(), Refusal> {
    let who = year.who(by)?;
    let id = *year.bases.get(base.key).ok_or(Refusal::Missing(base.key))?;
    let applications = year.app.store.read(|conn| storage::bases::applications(conn, id))?;
    let version = applications.first().ok_or(Refusal::Missing(base.key))?.version;
    bases::take(&year.app, &who, id, version, step, verdict)?;
    Ok(())
}

/// Of ten trainees seven get a certificate; a competition for every five hundred.
fn figures(year: &mut Year, base: &'static Base, of: &str, trainees: u32) -> Result<(), Refusal> {
    let host = year.who(base.host)?;
    let id = *year.bases.get(base.key).ok_or(Refusal::Missing(base.key))?;
    let counts = [trainees, trainees * 7 / 10, trainees / 500].map(|number| number.to_string());
    let fields =
        typed(&[("year", of), ("trainees", &counts[0]), ("certificates", &counts[1]), ("competitions", &counts[2])]);
    bases::put_figures(&year.app, &host, id, &fields)?;
    Ok(())
}
