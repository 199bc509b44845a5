//! From the store's URL to the store: which schemes there are and how their clients are set up.
//!
//! Credentials never come from the URL, which is shown in logs: cloud clients take them from the environment as their
//! vendors' tools do (`AWS_…`, `GOOGLE_…`, `AZURE_…`, or the machine's role).

use std::fmt;

use object_store::ObjectStore;
use reqwest::Url;

use super::Backend;
use super::local::LocalStore;
use super::remote::RemoteStore;
use crate::error::{Error, Result};

/// Where the store is.
#[derive(Clone)]
pub struct StoreConfig {
    /// `file:///folder`, `s3://bucket/prefix`, `gs://bucket/prefix` or `az://container/prefix`. S3-compatible stores
    /// are named by parameters: `?endpoint=http://host:9000&region=us-east-1&virtual_hosted_style_request=false`.
    pub url: String,
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Somebody may put a secret there though it is refused.
        let url = Url::parse(&self.url).ok().map(|url| format!("{}://…{}", url.scheme(), url.path()));
        formatter.debug_struct("StoreConfig").field("url", &url.as_deref().unwrap_or("…")).finish()
    }
}

pub(super) async fn open(config: &StoreConfig) -> Result<Backend> {
    let url = Url::parse(&config.url).map_err(|error| invalid(&format!("is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("holds credentials; give them in the environment"));
    }
    if url.scheme() == "file" {
        let root = url.to_file_path().map_err(|()| invalid("must be `file:///` and an absolute path"))?;
        return Ok(Backend::Local(LocalStore::open(root).await?));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(invalid("names no bucket"));
    }
    let store: Box<dyn ObjectStore> = match url.scheme() {
        #[cfg(feature = "s3")]
        "s3" => Box::new(cloud::s3(&url)?),
        #[cfg(feature = "gcs")]
        "gs" => Box::new(cloud::gcs(&url)?),
        #[cfg(feature = "azure")]
        "az" => Box::new(cloud::azure(&url)?),
        other if ["s3", "gs", "az"].contains(&other) => {
            return Err(invalid("has a scheme that this build was made without"));
        }
        _ => return Err(invalid("must begin with `file:`, `s3:`, `gs:` or `az:`")),
    };
    Ok(Backend::Remote(RemoteStore::new(store, url.path())?))
}

fn invalid(fault: &str) -> Error {
    Error::InvalidArgument(format!("the store's URL {fault}"))
}

#[cfg(any(feature = "s3", feature = "gcs", feature = "azure"))]
mod cloud {
    use std::time::Duration;

    use object_store::{ClientOptions, RetryConfig};
    use reqwest::Url;

    use super::invalid;
    use crate::error::{Error, Result};

    /// A store that is down must be answered 503 soon, and not hold every request for minutes.
    const RETRIES_MAX: usize = 3;
    const RETRY_TIMEOUT: Duration = Duration::from_secs(15);
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

    /// Without a byte for this long a transfer is broken off and resumed by another request. There is no limit on a
    /// whole body: it would cut the download of everybody who is slow.
    const READ_TIMEOUT: Duration = Duration::from_secs(30);

    fn client_options() -> ClientOptions {
        // Without a provider of cryptography the first TLS connection panics. Another one may be there already.
        rustls::crypto::ring::default_provider().install_default().ok();
        ClientOptions::new()
            .with_timeout_disabled()
            .with_connect_timeout(CONNECT_TIMEOUT)
            .with_read_timeout(READ_TIMEOUT)
    }

    fn retry() -> RetryConfig {
        RetryConfig { max_retries: RETRIES_MAX, retry_timeout: RETRY_TIMEOUT, ..RetryConfig::default() }
    }

    /// The environment's variables that begin with `prefix`, in lower case as the builders parse them.
    fn environment(prefix: &'static str) -> impl Iterator<Item = (String, String)> {
        std::env::vars_os().filter_map(move |(key, value)| {
            let key = key.to_str().filter(|key| key.starts_with(prefix))?;
            Some((key.to_ascii_lowercase(), value.to_str()?.to_owned()))
        })
    }

    #[cfg(feature = "s3")]
    pub fn s3(url: &Url) -> Result<object_store::aws::AmazonS3> {
        use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};

        // Deleting one at a time with plain requests: not every compatible store knows the one for many.
        let mut builder = AmazonS3Builder::new()
            .with_client_options(client_options())
            .with_retry(retry())
            .with_disable_bulk_delete(true)
            .with_bucket_name(url.host_str().unwrap_or_default());
        for (key, value) in environment("AWS_") {
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
    pub fn gcs(url: &Url) -> Result<object_store::gcp::GoogleCloudStorage> {
        use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};

        let mut builder = GoogleCloudStorageBuilder::new()
            .with_client_options(client_options())
            .with_retry(retry())
            .with_bucket_name(url.host_str().unwrap_or_default());
        for (key, value) in environment("GOOGLE_") {
            if let Ok(key) = key.parse::<GoogleConfigKey>()
                && key != GoogleConfigKey::Bucket
            {
                builder = builder.with_config(key, value);
            }
        }
        builder.build().map_err(unusable)
    }

    #[cfg(feature = "azure")]
    pub fn azure(url: &Url) -> Result<object_store::azure::MicrosoftAzure> {
        use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};

        let mut builder = MicrosoftAzureBuilder::new()
            .with_client_options(client_options())
            .with_retry(retry())
            .with_container_name(url.host_str().unwrap_or_default());
        for (key, value) in environment("AZURE_") {
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

    async fn fault(url: &str) -> String {
        match open(&StoreConfig { url: url.to_owned() }).await {
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
        assert!(matches!(open(&StoreConfig { url }).await, Ok(Backend::Remote(_))));
    }

    #[test]
    fn a_secret_in_the_url_is_not_shown() {
        let config = StoreConfig { url: "s3://key:hush@bucket/prefix?token=hush".to_owned() };
        let shown = format!("{config:?}");
        assert!(!shown.contains("hush"), "{shown}");
        assert!(shown.contains("/prefix"));
    }
}
