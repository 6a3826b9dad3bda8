//! How long pages take to write: `cargo bench --bench pages`. Goal: a list of 50 rows under 150 µs.

use divan::Bencher;
use jiangxin::domain::lang::Lang;
use jiangxin::text::parts::Shell;
use jiangxin::text::{Page, page};
use jiangxin::web::pages::claims::list::ClaimList;
use jiangxin::web::pages::guide::Guide;
use jiangxin::web::pages::sign_in::SignIn;
use jiangxin::web::pages::worklist::Worklist;

fn main() {
    jiangxin::text::render::warm();
    divan::main();
}

#[divan::bench]
fn list_of_50_rows(bencher: Bencher<'_, '_>) {
    let mut list = Worklist::sample();
    list.tasks = (0..17).flat_map(|_| Worklist::sample().tasks).take(50).collect();
    assert_eq!(list.tasks.len(), 50);
    let shell = Shell::sample(Lang::Zh);
    bencher.bench(|| page(&shell, &list).expect("the page fits its template"));
}

#[divan::bench]
fn claims_of_50_rows(bencher: Bencher<'_, '_>) {
    let mut list = ClaimList::sample();
    list.rows = (0..25).flat_map(|_| ClaimList::sample().rows).collect();
    assert_eq!(list.rows.len(), 50);
    let shell = Shell::sample(Lang::Zh);
    bencher.bench(|| page(&shell, &list).expect("the page fits its template"));
}

#[divan::bench(types = [SignIn, Guide])]
fn sample<P: Page>(bencher: Bencher<'_, '_>) {
    let (shell, sample) = (Shell::sample(Lang::Zh), P::sample());
    bencher.bench_local(|| page(&shell, &sample).expect("the page fits its template"));
}
