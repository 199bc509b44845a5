//! Lists, page after page.

use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};

use super::call::{Call, CallResult, Endpoint};
use super::decode::Decode;
use super::error::Error;
use super::failure::Failure;

type Output<O> = <<O as Endpoint>::Answer as Decode>::Output;

/// Operations that answer a page of a list.
pub trait Paged: Endpoint {
    /// What the list is of.
    type Item: Send + 'static;

    /// Where the next page begins; `None` on the last.
    fn next_cursor(page: &Output<Self>) -> Option<&str>;

    /// The page's items.
    fn into_items(page: Output<Self>) -> Vec<Self::Item>;
}

impl<O: Paged> Call<O> {
    /// Every page from here on, each asked for when it is polled for.
    ///
    /// Ends after the first error. A server that gives the same cursor twice would never end; that is an error too.
    pub fn pages(self) -> impl Stream<Item = CallResult<O>> + Send + Unpin + 'static {
        stream::try_unfold(Some((self, None::<String>)), next_page).boxed()
    }

    /// Every item from here on, over all pages.
    pub fn items(self) -> impl Stream<Item = Result<O::Item, Error<O::Error>>> + Send + Unpin + 'static {
        self.pages().map_ok(|page| stream::iter(O::into_items(page)).map(Ok)).try_flatten().boxed()
    }
}

type Position<O> = Option<(Call<O>, Option<String>)>;

async fn next_page<O: Paged>(position: Position<O>) -> Result<Option<(Output<O>, Position<O>)>, Error<O::Error>> {
    let Some((call, cursor)) = position else { return Ok(None) };
    let page = call.again().send().await?;
    let next = O::next_cursor(&page).map(str::to_owned);
    let position = match next {
        None => None,
        Some(next) if cursor.as_ref() == Some(&next) => {
            let failure =
                Failure::decode_text("the server gave the same cursor twice, so that the list would never end");
            return Err(Error::new(O::OPERATION, failure));
        }
        Some(next) => {
            let mut call = call.with_query("cursor", &next);
            // A cursor stands for a position, so that there is nothing left to be skipped.
            call.request.query.retain(|(name, _)| *name != "skip");
            Some((call, Some(next)))
        }
    };
    Ok(Some((page, position)))
}
