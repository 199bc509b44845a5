// Made from openapi/*.yaml by `cargo xtask regen`.
// Edit the contract, not this file.

//! The area *things*.

mod calls;
mod errors;

use uuid::Uuid;

use super::models::{Shape, ThingCreate, ThingUpdate};
use crate::core::{Call, Client};

pub use calls::{
    ShapePutOperation, ThingCreateAnswer, ThingCreateOperation, ThingDeleteOperation, ThingGetOperation,
    ThingListOperation, ThingPaintOperation, ThingUpdateOperation,
};
pub use errors::{
    ShapePutError, ThingCreateError, ThingDeleteError, ThingGetError, ThingListError, ThingPaintError, ThingUpdateError,
};

/// The operations of the area *things*: JSON: types, enums, unions, maps.
#[derive(Debug, Clone, Copy)]
pub struct Things<'c> {
    pub(super) client: &'c Client,
}

impl Things<'_> {
    /// List things.
    ///
    /// Optional: `skip`, `take`, `cursor`, `order_by`, `color`, `state`, `x_label`.
    ///
    /// # Errors
    /// [`ThingListError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use futures_util::TryStreamExt;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut items = client.things().list().items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<ThingListOperation> {
        Call::new(self.client, &[])
    }

    /// Create a thing.
    ///
    /// Answers 200 if it was there already.
    ///
    /// Two paragraphs.
    ///
    /// # Errors
    /// [`ThingCreateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`,
    /// `REQUEST_TIMEOUT`, `NAME_CONFLICT`, `ID_CONFLICT`, `IDEMPOTENCY_ANSWER_LOST`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `RATE_LIMITED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::ThingCreate;
    /// # async fn example(client: &strongroom_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let answer = client.things().create(ThingCreate::new("lamp", "correct horse").tags(vec!["a".to_owned()])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, body: ThingCreate) -> Call<ThingCreateOperation> {
        Call::new(self.client, &[]).with_json(&body)
    }

    /// Get a thing.
    ///
    /// # Errors
    /// [`ThingGetError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, thing_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let thing = client.things().get(thing_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated]
    pub fn get(&self, thing_id: Uuid) -> Call<ThingGetOperation> {
        Call::new(self.client, &[("thing_id", &thing_id)])
    }

    /// Change a thing.
    ///
    /// Optional: `if_match`.
    ///
    /// # Errors
    /// [`ThingUpdateError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `IDEMPOTENCY_ANSWER_LOST`, `PRECONDITION_FAILED`, `PAYLOAD_TOO_LARGE`,
    /// `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REUSED`, `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// use strongroom_client::models::ThingUpdate;
    /// # async fn example(client: &strongroom_client::Client, thing_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let thing = client.things().update(thing_id, ThingUpdate::new().clear_parent()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, thing_id: Uuid, body: ThingUpdate) -> Call<ThingUpdateOperation> {
        Call::new(self.client, &[("thing_id", &thing_id)]).with_json(&body)
    }

    /// Delete a thing.
    ///
    /// # Errors
    /// [`ThingDeleteError`]: `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`, `VALIDATION_FAILED`,
    /// `INTERNAL`, `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, thing_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// client.things().delete(thing_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, thing_id: Uuid) -> Call<ThingDeleteOperation> {
        Call::new(self.client, &[("thing_id", &thing_id)])
    }

    /// Paint a thing.
    ///
    /// # Errors
    /// [`ThingPaintError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, thing_id: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
    /// let any_object = client.things().paint(thing_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn paint(&self, thing_id: Uuid) -> Call<ThingPaintOperation> {
        Call::new(self.client, &[("thing_id", &thing_id)])
    }

    /// Set a shape.
    ///
    /// # Errors
    /// [`ShapePutError`]: `INVALID_ARGUMENT`, `UNAUTHENTICATED`, `AUTHZ_PERMISSION_DENIED`, `NOT_FOUND`,
    /// `REQUEST_TIMEOUT`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `VALIDATION_FAILED`, `INTERNAL`,
    /// `UNAVAILABLE`.
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(client: &strongroom_client::Client, thing_id: uuid::Uuid, index: i32) -> Result<(), Box<dyn std::error::Error>> {
    /// let answer = client.things().shape_put(thing_id, index, serde_json::from_str("{\"type\":\"circle\",\"radius\":2.5}")?).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn shape_put(&self, thing_id: Uuid, index: i32, body: Shape) -> Call<ShapePutOperation> {
        Call::new(self.client, &[("thing_id", &thing_id), ("index", &index)]).with_json(&body)
    }
}
