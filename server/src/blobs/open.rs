//! From the store's URL to the store: which schemes there are and how their clients are set up.
//!
//! Credentials never come from the URL, which is shown in logs: cloud clients take them from the environment as their
//! vendors' tools do (`AWS_…`, `GOOGLE_…`, `AZURE_…`, or the machine's role), or from options of the same names.

use std::fmt;
use std::sync::Arc;
#[cfg(any(feature = "s3", feature = "gcs", feature = "azure"))]
use std::time::Duration;

use object_store::ObjectStore;
use reqwest::Url;

use super::Backend;
use super::chunks::ChunkIndex;
use super::local::LocalStore;
use super::remote::{Clients, RemoteStore};
use crate::error::{Error, Result};

/// How long a connection may take.
#[cfg(any(feature = "s3", feature = "gcs", feature = "azure"))]
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// An answer that brings no byte for this long is given up and asked for again: three attempts fit into the patience
/// that one request has.
#[cfg(any(feature = "s3", feature = "gcs", feature = "azure"))]
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);

/// From here on a pack in a folder is written past the page cache, unless the URL says otherwise. What is shorter is likely to
/// be read soon, and stays in it.
const DIRECT_FROM_BYTES: u64 = 64 * 1024 * 1024;

/// Where the store is.
#[derive(Clone)]
pub struct StoreConfig {
    /// `file:///folder`, `s3://bucket/prefix`, `gs://bucket/prefix` or `az://container/prefix`. S3-compatible stores
    /// are named by parameters: `?endpoint=http://host:9000&region=us-east-1&virtual_hosted_style_request=false`. A folder
    /// takes `?direct_from_bytes=`: what a pack holds beyond that is written past the page cache; by default 64 MiB.
    pub url: String,
    /// Variables of the vendors' tools that win over the process's environment, such as `AWS_SECRET_ACCESS_KEY`: one
    /// process may use several stores.
    pub options: Vec<(String, String)>,
}

impl StoreConfig {
    /// A store that takes what the URL does not say from the environment.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), options: Vec::new() }
    }
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Somebody may put a secret there though it is refused.
        let url = Url::parse(&self.url).ok().map(|url| format!("{}://…{}", url.scheme(), url.path()));
        let options: Vec<_> = self.options.iter().map(|(name, _)| name).collect();
        let url = url.as_deref().unwrap_or("…");
        formatter.debug_struct("StoreConfig").field("url", &url).field("options", &options).finish()
    }
}

pub(super) async fn open(config: &StoreConfig, index: &dyn ChunkIndex) -> Result<Backend> {
    let url = Url::parse(&config.url).map_err(|error| invalid(&format!("is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("holds credentials; give them in the environment"));
    }
    if url.scheme() == "file" {
        let root = url.to_file_path().map_err(|()| invalid("must be `file:///` and an absolute path"))?;
        // A folder made in the place of a volume that is not mounted would have all that is on it taken for lost.
        if !LocalStore::is_in(&root).await? && index.has_packs().await? {
            return Err(Error::InvalidArgument(format!(
                "the store's folder {0} has no folder `packs`, though the database names packs that are in it: see that its \
                 volume is mounted and that the URL is right; if what was in it is lost, restore a backup, or make the folder \
                 {0}/packs to go on without",
                root.display()
            )));
        }
        return Ok(Backend::Local(LocalStore::open(root, direct_from_bytes(&url)?).await?));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(invalid("names no bucket"));
    }
    let clients =
        Clients { short: client(&url, config, Requests::Short)?, long: client(&url, config, Requests::Long)? };
    Ok(Backend::Remote(RemoteStore::new(clients, url.path())?))
}

/// From where on a folder's packs are written past the page cache.
fn direct_from_bytes(url: &Url) -> Result<u64> {
    let mut from_bytes = DIRECT_FROM_BYTES;
    for (name, value) in url.query_pairs() {
        if name != "direct_from_bytes" {
            return Err(invalid("has a parameter that folders do not know; they know `direct_from_bytes`"));
        }
        from_bytes = value.parse().map_err(|_| invalid("must say `direct_from_bytes` by a number"))?;
    }
    Ok(from_bytes)
}

/// What a client is for.
#[derive(Clone, Copy)]
enum Requests {
    /// Whose answer begins at once.
    Short,
    /// Whose own body may take a while; how long, its sender decides.
    Long,
}

#[cfg_attr(
    not(any(feature = "s3", feature = "gcs", feature = "azure")),
    expect(unused_variables, reason = "there is none without a cloud")
)]
fn client(url: &Url, config: &StoreConfig, requests: Requests) -> Result<Arc<dyn ObjectStore>> {
    match url.scheme() {
        #[cfg(feature = "s3")]
        "s3" => Ok(Arc::new(cloud::s3(url, config, requests)?)),
        #[cfg(feature = "gcs")]
        "gs" => Ok(Arc::new(cloud::gcs(url, config, requests)?)),
        #[cfg(feature = "azure")]
        "az" => Ok(Arc::new(cloud::azure(url, config, requests)?)),
        other if ["s3", "gs", "az"].contains(&other) => Err(invalid("has a scheme that this build was made without")),
        _ => Err(invalid("must begin with `file:`, `s3:`, `gs:` or `az:`")),
    }
}

fn invalid(fault: &str) -> Error {
    Error::InvalidArgument(format!("the store's URL {fault}"))
}

#[cfg(any(feature = "s3", feature = "gcs", feature = "azure"))]
mod cloud {
    use object_store::{ClientOptions, RetryConfig};
    use reqwest::Url;

    use super::{ATTEMPT_TIMEOUT, CONNECT_TIMEOUT, Requests, StoreConfig, invalid};
    use crate::blobs::remote::PATIENCE;
    use crate::error::{Error, Result};

    const RETRIES_MAX: usize = 3;

    /// There is no limit on a whole body: it would cut the download of everybody who is slow.
    fn client_options(requests: Requests) -> ClientOptions {
        // Without a provider of cryptography the first TLS connection panics. Another one may be there already.
        rustls::crypto::ring::default_provider().install_default().ok();
        let options = ClientOptions::new().with_timeout_disabled().with_connect_timeout(CONNECT_TIMEOUT);
        match requests {
            Requests::Short => options.with_read_timeout(ATTEMPT_TIMEOUT),
            Requests::Long => options,
        }
    }

    fn retry() -> RetryConfig {
        RetryConfig { max_retries: RETRIES_MAX, retry_timeout: PATIENCE, ..RetryConfig::default() }
    }

    /// The variables that begin with `prefix`, in lower case as the builders parse them: the environment's, then those
    /// of the configuration, of which the last wins.
    fn variables(config: &StoreConfig, prefix: &'static str) -> impl Iterator<Item = (String, String)> {
        let environment = std::env::vars_os().filter_map(|(key, value)| {
            let (key, value) = (key.into_string().ok()?, value.into_string().ok()?);
            Some((key, value))
        });
        let given = environment.chain(config.options.iter().cloned());
        given.filter(move |(key, _)| key.starts_with(prefix)).map(|(key, value)| (key.to_ascii_lowercase(), value))
    }

    #[cfg(feature = "s3")]
    pub fn s3(url: &Url, config: &StoreConfig, requests: Requests) -> Result<object_store::aws::AmazonS3> {
        use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};

        // Deleting one at a time with plain requests: not every compatible store knows the one for many.
        let mut builder = AmazonS3Builder::new()
            .with_client_options(client_options(requests))
            .with_retry(retry())
            .with_disable_bulk_delete(true)
            .with_bucket_name(url.host_str().unwrap_or_default());
        for (key, value) in variables(config, "AWS_") {
            if let Ok(key) = key.parse::<AmazonS3ConfigKey>()
                && key != AmazonS3ConfigKey::Bucket
            {
                builder = builder.with_config(key, value);
            }
        }
        for (key, value) in url.query_pairs() {
            builder = match &*key {
                "endpoint" => {
                    let is_plain = value.starts_with("http://");
                    let builder = builder.with_endpoint(value);
                    if is_plain { builder.with_allow_http(true) } else { builder }
                }
                "region" => builder.with_region(value),
                "virtual_hosted_style_request" => {
                    builder.with_config(AmazonS3ConfigKey::VirtualHostedStyleRequest, value)
                }
                _ => return Err(invalid(&format!("has an unknown parameter `{key}`"))),
            };
        }
        builder.build().map_err(unusable)
    }

    #[cfg(feature = "gcs")]
    pub fn gcs(url: &Url, config: &StoreConfig, requests: Requests) -> Result<object_store::gcp::GoogleCloudStorage> {
        use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};

        let mut builder = GoogleCloudStorageBuilder::new()
            .with_client_options(client_options(requests))
            .with_retry(retry())
            .with_bucket_name(url.host_str().unwrap_or_default());
        for (key, value) in variables(config, "GOOGLE_") {
            if let Ok(key) = key.parse::<GoogleConfigKey>()
                && key != GoogleConfigKey::Bucket
            {
                builder = builder.with_config(key, value);
            }
        }
        builder.build().map_err(unusable)
    }

    #[cfg(feature = "azure")]
    pub fn azure(url: &Url, config: &StoreConfig, requests: Requests) -> Result<object_store::azure::MicrosoftAzure> {
        use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};

        let mut builder = MicrosoftAzureBuilder::new()
            .with_client_options(client_options(requests))
            .with_retry(retry())
            .with_container_name(url.host_str().unwrap_or_default());
        for (key, value) in variables(config, "AZURE_") {
            if let Ok(key) = key.parse::<AzureConfigKey>()
                && key != AzureConfigKey::ContainerName
            {
                builder = builder.with_config(key, value);
            }
        }
        builder.build().map_err(unusable)
    }

    fn unusable(error: object_store::Error) -> Error {
        invalid(&format!("can't be used: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::testing::MemoryIndex;

    async fn fault(url: &str) -> String {
        match open(&StoreConfig::new(url), &MemoryIndex::default()).await {
            Err(Error::InvalidArgument(fault)) => fault,
            other => panic!("{url} gave {other:?}"),
        }
    }

    #[tokio::test]
    async fn a_wrong_url_is_told_what_is_wrong() {
        assert!(fault("nonsense").await.contains("is no URL"));
        assert!(fault("ftp://host/x").await.contains("must begin with"));
        assert!(fault("s3://key:secret@bucket").await.contains("credentials"));
        assert!(fault("s3:///prefix").await.contains("names no bucket"));
        #[cfg(feature = "s3")]
        assert!(fault("s3://bucket?shiny=1").await.contains("`shiny`"));
    }

    #[cfg(feature = "s3")]
    #[tokio::test]
    async fn a_bucket_opens_without_being_asked() {
        let url = "s3://bucket/some/prefix?endpoint=http://127.0.0.1:1&region=eu-central-1".to_owned();
        assert!(matches!(open(&StoreConfig::new(url), &MemoryIndex::default()).await, Ok(Backend::Remote(_))));
    }

    #[test]
    fn a_secret_in_the_url_is_not_shown() {
        let mut config = StoreConfig::new("s3://key:hush@bucket/prefix?token=hush");
        config.options.push(("AWS_SECRET_ACCESS_KEY".to_owned(), "hush".to_owned()));
        let shown = format!("{config:?}");
        assert!(!shown.contains("hush"), "{shown}");
        assert!(shown.contains("/prefix"));
    }
}
