//! nginx: static files by sendfile, and `WebDAV` PUT into the same folder.

use std::fs;
use std::process::Stdio;

use anyhow::Result;

use super::Program;
use crate::process::{Process, free_port};
use crate::sample::scratch_folder;

/// Starts it with more lines in its `http` block.
pub(super) fn start(settings: &str) -> Result<Process> {
    let (dir, port) = (scratch_folder("nginx")?, free_port()?);
    let base = dir.path().display();
    let config = format!(
        "daemon off; worker_processes auto; pid {base}/pid; error_log {base}/error.log;\n\
         user root;\n\
         events {{ worker_connections 1024; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n\
         client_body_temp_path {base}/body; proxy_temp_path {base}/p; fastcgi_temp_path {base}/f;\n\
         uwsgi_temp_path {base}/u; scgi_temp_path {base}/s; client_max_body_size 0; {settings}\n\
         server {{ listen 127.0.0.1:{port}; root {base}/root; location / {{ dav_methods PUT; }} }} }}\n",
    );
    let (config_path, root) = (dir.path().join("nginx.conf"), dir.path().join("root"));
    fs::write(&config_path, config)?;
    fs::create_dir(root)?;
    let mut command = Program::Nginx.command()?;
    Process::start(command.arg("-c").arg(config_path).stderr(Stdio::null()), port, dir)
}
