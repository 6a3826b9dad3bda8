//! A panel drawn from the pool: by trade, odd, with substitutes, and the same for whoever draws again
//! with the published seed.
//!
//! Everyone in the pool has a ticket, the SHA-256 of `seed:id`; the lowest tickets are drawn first.

use crate::domain::policy::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};

/// One of the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expert {
    pub id: i64,
    pub trades: BTreeSet<String>,
}

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Seats that need a trade.
    pub of_trade: BTreeMap<String, usize>,
    /// Seats for anyone.
    pub others: usize,
    pub substitutes: usize,
}

/// A drawn seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The trade the seat needs, if any.
    pub trade: Option<String>,
    pub expert: i64,
}

/// A drawn panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub seats: Vec<Seat>,
    /// In the order in which they come in.
    pub substitutes: Vec<i64>,
}

/// Why there is no panel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawFault {
    #[error("a draw needs a seed that was published")]
    NoSeed,
    #[error("a panel of {0} could be evenly split; it must be odd")]
    Even(usize),
    #[error("for {trade} {wanted} are wanted, the pool has {found}")]
    TooFewOfTrade { trade: String, wanted: usize, found: usize },
    #[error("{wanted} are wanted with substitutes, the pool has {found}")]
    TooFew { wanted: usize, found: usize },
    #[error("enough for each trade alone, but several trades count on the same people")]
    Shared,
}

/// Draws. The order of the pool does not matter, and nobody is drawn twice.
///
/// # Errors
/// Every fault at once.
pub fn draw(pool: &[Expert], wanted: &Wanted, seed: &str) -> Result<Drawn, Vec<DrawFault>> {
    let experts: BTreeMap<i64, &Expert> = pool.iter().map(|expert| (expert.id, expert)).collect();
    let seed = seed.trim();
    let mut faults = faults(&experts, wanted, seed);
    let mut order: Vec<(String, &Expert)> = experts.values().map(|expert| (ticket(seed, expert.id), *expert)).collect();
    order.sort_by(|one, other| (&one.0, one.1.id).cmp(&(&other.0, other.1.id)));
    let order: Vec<&Expert> = order.into_iter().map(|(_, expert)| expert).collect();
    let named = wanted.of_trade.iter().flat_map(|(trade, count)| std::iter::repeat_n(Some(trade.as_str()), *count));
    let needs: Vec<Option<&str>> = named.chain(std::iter::repeat_n(None, wanted.others)).collect();
    let short = |fault: &DrawFault| matches!(fault, DrawFault::TooFewOfTrade { .. } | DrawFault::TooFew { .. });
    let seated = if faults.iter().any(short) { Some(Vec::new()) } else { seat_all(&needs, &order) };
    if seated.is_none() {
        faults.push(DrawFault::Shared);
    }
    let Some(seated) = seated.filter(|_| faults.is_empty()) else { return Err(faults) };
    let seats: Vec<Seat> = needs
        .iter()
        .zip(&seated)
        .map(|(need, &at)| Seat { trade: need.map(str::to_owned), expert: order[at].id })
        .collect();
    let free = order.iter().enumerate().filter(|(at, _)| !seated.contains(at)).map(|(_, expert)| expert.id);
    Ok(Drawn { seats, substitutes: free.take(wanted.substitutes).collect() })
}

/// What decides who is drawn first; lower is earlier.
#[must_use]
pub fn ticket(seed: &str, id: i64) -> String {
    sha256_hex(format!("{seed}:{id}").as_bytes())
}

fn faults(experts: &BTreeMap<i64, &Expert>, wanted: &Wanted, seed: &str) -> Vec<DrawFault> {
    let mut faults = Vec::new();
    if seed.is_empty() {
        faults.push(DrawFault::NoSeed);
    }
    let seats = wanted.others + wanted.of_trade.values().sum::<usize>();
    if seats.is_multiple_of(2) {
        faults.push(DrawFault::Even(seats));
    }
    for (trade, count) in &wanted.of_trade {
        let found = experts.values().filter(|expert| expert.trades.contains(trade)).count();
        if found < *count {
            faults.push(DrawFault::TooFewOfTrade { trade: trade.clone(), wanted: *count, found });
        }
    }
    if experts.len() < seats + wanted.substitutes {
        faults.push(DrawFault::TooFew { wanted: seats + wanted.substitutes, found: experts.len() });
    }
    faults
}

/// For each seat the place of its expert in the order; none if they cannot all be filled. Who has two
/// trades moves to the other one where that lets somebody in (augmenting paths).
fn seat_all(needs: &[Option<&str>], order: &[&Expert]) -> Option<Vec<usize>> {
    let mut seat_of: Vec<Option<usize>> = vec![None; order.len()];
    for seat in 0..needs.len() {
        let mut tried = vec![false; order.len()];
        if !place(seat, needs, order, &mut seat_of, &mut tried) {
            return None;
        }
    }
    (0..needs.len()).map(|seat| seat_of.iter().position(|taken| *taken == Some(seat))).collect()
}

fn place(
    seat: usize,
    needs: &[Option<&str>],
    order: &[&Expert],
    seat_of: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    let fits = |at: usize| needs[seat].is_none_or(|trade| order[at].trades.contains(trade));
    for at in 0..order.len() {
        if tried[at] || !fits(at) {
            continue;
        }
        tried[at] = true;
        let free = match seat_of[at] {
            None => true,
            Some(other) => place(other, needs, order, seat_of, tried),
        };
        if free {
            seat_of[at] = Some(seat);
            return true;
        }
    }
    false
}

impl Drawn {
    /// Who comes in for a seat: the first substitute with its trade who is not kept out.
    #[must_use]
    pub fn substitute(&self, seat: &Seat, pool: &[Expert], kept_out: &[i64]) -> Option<i64> {
        let has = |id: i64| match &seat.trade {
            None => true,
            Some(trade) => pool.iter().any(|expert| expert.id == id && expert.trades.contains(trade)),
        };
        self.substitutes.iter().copied().find(|id| !kept_out.contains(id) && has(*id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expert(id: i64, trades: &[&str]) -> Expert {
        Expert { id, trades: trades.iter().map(|trade| (*trade).to_owned()).collect() }
    }

    fn wanted(of_trade: &[(&str, usize)], others: usize, substitutes: usize) -> Wanted {
        let of_trade = of_trade.iter().map(|(trade, count)| ((*trade).to_owned(), *count)).collect();
        Wanted { of_trade, others, substitutes }
    }

    /// The real draw of 30 from 375 recommended; one of 31 here, for a panel is odd.
    #[test]
    fn thirty_of_three_hundred_and_seventy_five() {
        let pool: Vec<Expert> = (1..=375).map(|id| expert(id, &[["焊工", "电工", "车工"][id as usize % 3]])).collect();
        let thirty = draw(&pool, &wanted(&[("焊工", 10), ("电工", 10), ("车工", 9)], 0, 1), "2019-12-02 开标").unwrap();
        let mut ids: Vec<i64> = thirty.seats.iter().map(|seat| seat.expert).chain(thirty.substitutes.clone()).collect();
        let first = ids.clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 30, "thirty different people");
        insta::assert_debug_snapshot!(first.iter().take(5).collect::<Vec<_>>());
        let mut reversed = pool.clone();
        reversed.reverse();
        let again = draw(&reversed, &wanted(&[("焊工", 10), ("电工", 10), ("车工", 9)], 0, 1), " 2019-12-02 开标 ");
        assert_eq!(again, Ok(thirty.clone()), "whoever draws with the seed finds the same");
        let other = draw(&pool, &wanted(&[("焊工", 10), ("电工", 10), ("车工", 9)], 0, 1), "another").unwrap();
        assert_ne!(other, thirty);
    }

    #[test]
    fn says_at_once_why_there_is_no_panel() {
        let pool = [expert(1, &["焊工"]), expert(2, &["焊工"])];
        assert_eq!(
            draw(&pool, &wanted(&[("电工", 2)], 2, 1), " "),
            Err(vec![
                DrawFault::NoSeed,
                DrawFault::Even(4),
                DrawFault::TooFewOfTrade { trade: "电工".into(), wanted: 2, found: 0 },
                DrawFault::TooFew { wanted: 5, found: 2 }
            ])
        );
    }

    #[test]
    fn one_person_cannot_sit_for_two_trades() {
        let pool = [expert(1, &["焊工", "电工"]), expert(2, &[]), expert(3, &[])];
        assert_eq!(draw(&pool, &wanted(&[("焊工", 1), ("电工", 1)], 1, 0), "s"), Err(vec![DrawFault::Shared]));
        let even = draw(&pool, &wanted(&[("焊工", 1), ("电工", 1)], 0, 0), "s");
        assert_eq!(even, Err(vec![DrawFault::Even(2), DrawFault::Shared]), "all at once");
    }

    #[test]
    fn who_has_two_trades_makes_room_and_a_substitute_has_the_trade() {
        let pool =
            [expert(1, &["焊工", "电工"]), expert(2, &["焊工"]), expert(3, &[]), expert(4, &["电工"]), expert(5, &[])];
        for seed in 0..40 {
            let drawn = draw(&pool, &wanted(&[("焊工", 2), ("电工", 1)], 0, 2), &seed.to_string()).unwrap();
            let of = |trade: &str| -> BTreeSet<i64> {
                let seats = drawn.seats.iter().filter(|seat| seat.trade.as_deref() == Some(trade));
                seats.map(|seat| seat.expert).collect()
            };
            assert_eq!((of("焊工"), of("电工")), ([1, 2].into(), [4].into()));
            let weld = drawn.seats.iter().find(|seat| seat.trade.as_deref() == Some("焊工")).unwrap();
            assert_eq!(drawn.substitute(weld, &pool, &[]), None, "nobody else has the trade");
            let free = Seat { trade: None, expert: 4 };
            assert_eq!(drawn.substitute(&free, &pool, &[drawn.substitutes[0]]), Some(drawn.substitutes[1]));
        }
    }

    proptest! {
        #[test]
        fn odd_and_nobody_twice(count in 1_i64..30, others in 0_usize..12, substitutes in 0_usize..5, seed in "[a-z]{1,6}") {
            let pool: Vec<Expert> = (1..=count).map(|id| expert(id, &[])).collect();
            if let Ok(drawn) = draw(&pool, &wanted(&[], others, substitutes), &seed) {
                prop_assert!(drawn.seats.len() % 2 == 1 && drawn.seats.len() == others && drawn.substitutes.len() == substitutes);
                let ids: BTreeSet<i64> = drawn.seats.iter().map(|seat| seat.expert).chain(drawn.substitutes.clone()).collect();
                prop_assert_eq!(ids.len(), others + substitutes);
            }
        }
    }
}
