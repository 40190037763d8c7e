//! The way to RunPod is encrypted, and leads to nobody whom this computer does not trust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use support::{FILES, KEY, QUESTION, Recorder, ask, started};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;

/// Made once for these tests, for the name `localhost`; nothing else trusts it.
const OWN: &str = include_str!("certificate/localhost.pem");
const OWN_KEY: &[u8] = include_bytes!("certificate/localhost-key.der");
/// Another one for the same name.
const FOREIGN: &str = include_str!("certificate/another.pem");

/// A RunPod on this computer with that certificate.
async fn encrypted(recorder: &Recorder) -> u16 {
    let settings = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(OWN.as_bytes()).unwrap()],
            PrivatePkcs8KeyDer::from(OWN_KEY).into(),
        )
        .unwrap();
    let (acceptor, router) = (TlsAcceptor::from(Arc::new(settings)), recorder.router());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, service) = (acceptor.clone(), TowerToHyperService::new(router.clone()));
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn the_key_goes_to_whom_this_computer_trusts_and_to_nobody_else() {
    let recorder = Recorder::default();
    let upstream = encrypted(&recorder).await;
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("encrypted");
    fs::create_dir_all(folder.join("locales")).unwrap();
    for (file, text) in FILES {
        fs::write(folder.join(file), text).unwrap();
    }
    for (name, certificate, status) in [("trusted.pem", OWN, 200), ("foreign.pem", FOREIGN, 502)] {
        let list = folder.join(name);
        fs::write(&list, certificate).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_launchpod"));
        command.args(["--no-open", "--listen", "0", "--practice=off", "--page"]).arg(&folder);
        command.args(["--upstream", &format!("https://localhost:{upstream}")]).env("SSL_CERT_FILE", &list);
        command.env_remove("SSL_CERT_DIR").kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let (_child, _out, port) = started(&mut command).await;
        assert_eq!(ask(port, "/relay/graphql", QUESTION).await.status, status, "{name}");
        let keys = recorder.take().into_iter().filter(|seen| seen.headers["authorization"] == format!("Bearer {KEY}"));
        assert_eq!(keys.count(), usize::from(status == 200), "{name}");
    }
}
