//! `jiangxin admin create`: the first administrator of an empty office.

use super::database::{self, NoDatabase};
use super::serve::{self, office};
use crate::domain::lang::Lang;
use crate::family;
use crate::platform::chance;
use crate::platform::clock::Clock;
use crate::service::people::{NewOrganisation, NewUser, create_administrator};
use crate::service::{Fault, ServiceError};
use std::io::{self, BufRead, IsTerminal};
use std::process::ExitCode;

/// Found the office
#[derive(clap::Args)]
pub struct AdminCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Create an administrator, and the bureau if there is none of that name
    ///
    /// The password is the first line of standard input; an empty line (or --generate) makes one
    /// and prints it once.
    Create(Create),
}

#[derive(clap::Args)]
struct Create {
    /// Address to sign in with
    #[arg(long)]
    email: String,
    /// The administrator's name
    #[arg(long)]
    name: String,
    /// Name of the bureau
    #[arg(long, default_value = "温州市人力资源和社会保障局", value_name = "名称")]
    bureau: String,
    /// Code of the bureau's division: 330300 is the city
    #[arg(long, default_value = "330300", value_name = "CODE")]
    division: String,
    /// Make a password instead of reading one
    #[arg(long)]
    generate: bool,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Database(#[from] NoDatabase),
    #[error(transparent)]
    Office(#[from] serve::Failure),
    #[error("读不到密码 (the password cannot be read)：{0}")]
    Read(#[from] io::Error),
    #[error("{}", sentences(.0))]
    Faults(Vec<Fault>),
    #[error(transparent)]
    Service(ServiceError),
}

impl AdminCommand {
    /// Exit 0 when the administrator can sign in, 1 with every fault, one a line.
    pub fn run(&self) -> ExitCode {
        let Action::Create(create) = &self.action;
        match create.run() {
            Ok(made) => {
                println!("管理员 {} 已创建，可以登录了 (the administrator can sign in)", create.email);
                if let Some(password) = made {
                    println!("密码（只显示这一次，password, shown once）：{password}");
                }
                ExitCode::SUCCESS
            }
            Err(failure) => {
                eprintln!("{failure}");
                ExitCode::FAILURE
            }
        }
    }
}

impl Create {
    /// The password, where one was made.
    fn run(&self) -> Result<Option<String>, Failure> {
        let typed = if self.generate { String::new() } else { ask()? };
        let made = typed.is_empty().then(chance::token);
        let password = made.as_deref().unwrap_or(&typed);
        let store = database::open(&database::url(false)?)?;
        let app = office(&store, Clock::System, String::new())?;
        let bureau = NewOrganisation {
            kind: "bureau".to_owned(),
            name: self.bureau.clone(),
            division: self.division.clone(),
            ..NewOrganisation::default()
        };
        let administrator = NewUser {
            email: self.email.clone(),
            name: self.name.clone(),
            lang: Lang::Zh.as_str().to_owned(),
            roles: vec!["administrator".to_owned()],
            ..NewUser::default()
        };
        create_administrator(&app, &bureau, &administrator, password).map_err(|error| match error {
            ServiceError::Invalid(faults) => Failure::Faults(faults),
            other => Failure::Service(other),
        })?;
        Ok(made)
    }
}

/// The first line of standard input, without its end.
fn ask() -> Result<String, Failure> {
    if io::stdin().is_terminal() {
        eprintln!("密码（留空则自动生成；输入时可见）password, blank to have one made, visible as typed:");
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Each fault with its field, one a line.
fn sentences(faults: &[Fault]) -> String {
    let lines = faults.iter().map(|fault| {
        let words =
            fault.args.iter().fold(family!("fault", fault.code), |words, (name, value)| words.given(name, value));
        format!("{}：{}", fault.field, words.say(Lang::Zh))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_a_sentence_with_its_field() {
        let faults = [Fault::new("email", "email"), Fault::new("password", "password-short").with("min", 10)];
        insta::assert_snapshot!(sentences(&faults), @r"
        email：邮箱地址不完整，应如 name@example.com。
        password：密码至少 10 个字符。
        ");
    }
}
