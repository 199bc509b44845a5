//! Calls of addresses that a server has signed: whoever has one needs no credential, and must not send one.

use crate::core::{Call, Client, Secret, Upload};
use crate::generated::signed_urls::{SignedDownloadOperation, SignedUploadPutOperation};

impl Client {
    /// Uploads a file to a signed URL, as `upload_url_generate` answers it. It works once.
    ///
    /// Sends neither the client's credential nor its organization, whatever server the URL leads to, and follows no
    /// redirect.
    pub fn upload_to_signed_url(&self, uri: &Secret, content: impl Into<Upload>) -> Call<SignedUploadPutOperation> {
        let client = self.anonymous();
        client.signed_urls().signed_upload_put("", content).at(uri)
    }

    /// Downloads a file from a signed URL, as `download_url_generate` answers it.
    ///
    /// Sends neither the client's credential nor its organization, whatever server the URL leads to, and follows no
    /// redirect.
    pub fn download_from_signed_url(&self, uri: &Secret) -> Call<SignedDownloadOperation> {
        let client = self.anonymous();
        client.signed_urls().signed_download("").at(uri)
    }
}
