//! The program of the README: uploads a file, lists what is there, downloads it again.
//!
//! `STRONGROOM_TOKEN=$(cat strongroom-data/admin.token) cargo run -p strongroom-client --example tour -- photo.jpg`
#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use futures_util::TryStreamExt as _;
use strongroom_client::{Client, Upload, models::FileUpload};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new("http://127.0.0.1:8080", std::env::var("STRONGROOM_TOKEN")?)?;
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let name = format!("{path}.{}", std::process::id());
    let file = client.files().upload(FileUpload::new(Upload::file(&path)).name(name)).await?;
    let mut files = client.files().list().items();
    while let Some(file) = files.try_next().await? {
        println!("{:>12}  {}", file.size_bytes, file.path);
    }
    client.files().download(file.id).await?.content()?.write_to("copy").await?;
    Ok(())
}
