//! Starting Rocket and waiting for its end.

use super::{Edge, build};
use crate::service::App;
use rocket::fairing::AdHoc;
use rocket::figment::Figment;
use std::net::IpAddr;
use std::sync::Arc;

/// Where and how Rocket listens: `Rocket.toml`, `ROCKET_*` variables, then the command line.
pub struct Config {
    figment: Figment,
    address: IpAddr,
    port: u16,
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// One sentence about the first setting that cannot be used.
    pub fn read(address: Option<&str>, port: Option<u16>) -> Result<Config, String> {
        let mut figment = rocket::Config::figment();
        if let Some(address) = address {
            figment = figment.merge(("address", address));
        }
        if let Some(port) = port {
            figment = figment.merge(("port", port));
        }
        let config = rocket::Config::try_from(&figment).map_err(|error| error.to_string())?;
        Ok(Config { address: config.address, port: config.port, figment })
    }

    /// A loopback address and any free port, quietly: for tests.
    pub fn loopback() -> Config {
        let figment = rocket::Config::figment()
            .merge(("address", "127.0.0.1"))
            .merge(("port", 0))
            .merge(("workers", 2))
            .merge(("log_level", "off"))
            .merge(("shutdown.ctrlc", false));
        Config { figment, address: IpAddr::from([127, 0, 0, 1]), port: 0 }
    }

    pub fn address(&self) -> IpAddr {
        self.address
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Serves until Rocket is told to shut down. `ready` is called with the port once it listens.
///
/// # Errors
/// One sentence why Rocket did not start.
pub async fn serve(
    config: Config,
    app: Arc<App>,
    edge: Edge,
    ready: impl FnOnce(u16, rocket::Shutdown) + Send + 'static,
) -> Result<(), String> {
    let ready = std::sync::Mutex::new(Some(ready));
    let liftoff = AdHoc::on_liftoff("ready", move |rocket| {
        Box::pin(async move {
            let ready = ready.lock().ok().and_then(|mut ready| ready.take());
            if let Some(ready) = ready {
                ready(rocket.config().port, rocket.shutdown());
            }
        })
    });
    let launched = build(config.figment, app, edge).attach(liftoff).launch().await;
    launched.map(drop).map_err(|error| {
        let sentence = format!("{:?}", error.kind());
        // Rocket panics when its error is dropped unseen.
        drop(error);
        sentence
    })
}
