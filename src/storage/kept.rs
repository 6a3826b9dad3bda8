//! Statements that are kept prepared.

use super::conn::Conn;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// An update that is kept prepared under its whole text. Diesel prepares each update anew, because
/// what is set may differ from one to the next; that takes longer than running one of those every
/// step of a claim makes.
pub(super) struct Kept<T>(pub T);

impl<T> QueryId for Kept<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend, T: QueryFragment<DB>> QueryFragment<DB> for Kept<T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<T> RunQueryDsl<Conn> for Kept<T> {}
