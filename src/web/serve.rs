//! Starting Rocket and waiting for its end.

use super::{Edge, build};
use crate::service::App;
use rocket::fairing::AdHoc;
use rocket::figment::providers::{Env, Format, Toml};
use rocket::figment::{Figment, Profile};
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
        let mut figment = settings();
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
        let figment = settings()
            .merge(("address", "127.0.0.1"))
            .merge(("port", 0))
            .merge(("workers", 2))
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

/// The shipped `Rocket.toml`, then the one beside the program (`ROCKET_CONFIG` names another), then
/// `ROCKET_*` variables: limits hold even where the file was not copied along.
fn settings() -> Figment {
    let shipped = Toml::string(include_str!("../../Rocket.toml")).nested();
    let beside = Toml::file(Env::var_or("ROCKET_CONFIG", "Rocket.toml")).nested();
    let variables = Env::prefixed("ROCKET_").ignore(&["PROFILE", "CONFIG"]).global();
    let profile = Profile::from_env_or("ROCKET_PROFILE", rocket::Config::DEFAULT_PROFILE);
    Figment::from(rocket::Config::default()).merge(shipped).merge(beside).merge(variables).select(profile)
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
