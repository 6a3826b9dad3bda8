//! The commands that work on the office's database, run as an operator runs them.

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// An empty folder with nothing set, and the program in it.
struct Machine {
    folder: PathBuf,
}

impl Machine {
    fn new(name: &str) -> Machine {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for tests");
        Machine { folder }
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jiangxin"))
            .args(arguments)
            .current_dir(&self.folder)
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        // A command that does not ask may have ended already.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("its end");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn database(&self) -> SqliteConnection {
        let file = self.folder.join("var/jiangxin.sqlite");
        SqliteConnection::establish(&file.to_string_lossy()).expect("the database")
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const CREATE: [&str; 6] = ["admin", "create", "--email", "admin@example.gov.cn", "--name", "管理员"];

#[test]
fn an_office_is_founded_proven_and_backed_up() {
    let machine = Machine::new("founded");
    let (code, _, error) = machine.run(&["audit", "verify"], "");
    assert!(code == Some(1) && error.contains("没有数据库"), "looking makes no database: {error}");
    assert!(!machine.folder.join("var").exists());

    let (code, _, error) = machine.run(&CREATE, "short\n");
    assert!(code == Some(1) && error.contains("密码至少 10 个字符"), "{error}");
    let (code, said, error) = machine.run(&CREATE, "a long sentence to remember\n");
    assert!(code == Some(0) && said.contains("admin@example.gov.cn"), "{error}");
    assert!(!said.contains("sentence"), "a password that was given is not printed");
    let (code, _, error) = machine.run(&CREATE, "a long sentence to remember\n");
    assert!(code == Some(1) && error.contains("这个邮箱已有账号"), "{error}");
    let second = ["admin", "create", "--email", "second@example.gov.cn", "--name", "管理员二", "--generate"];
    let (code, said, error) = machine.run(&second, "");
    assert!(code == Some(0) && said.contains("只显示这一次"), "{error}");

    let (code, said, _) = machine.run(&["audit", "verify"], "");
    assert!(code == Some(0) && said.starts_with("审计链完整："), "{said}");
    let (code, _, error) = machine.run(&["receipt", "verify", "JX-2019-0001"], "");
    assert!(code == Some(1) && error.contains("JX-2019-0001"), "{error}");

    let (code, said, error) = machine.run(&["backup", "copy.sqlite"], "");
    assert!(code == Some(0) && said.contains("copy.sqlite"), "{error}");
    let (code, _, error) = machine.run(&["backup", "copy.sqlite"], "");
    assert!(code == Some(1) && error.contains("已存在"), "{error}");
    std::fs::remove_dir_all(machine.folder.join("var")).expect("the loss of everything");
    std::fs::create_dir(machine.folder.join("var")).expect("a folder");
    std::fs::rename(machine.folder.join("copy.sqlite"), machine.folder.join("var/jiangxin.sqlite")).expect("restored");
    let (code, said, _) = machine.run(&["audit", "verify"], "");
    assert!(code == Some(0) && said.starts_with("审计链完整："), "{said}");
}

#[test]
fn a_record_that_was_tampered_with_is_not_proven() {
    let machine = Machine::new("tampered");
    assert_eq!(machine.run(&CREATE, "a long sentence to remember\n").0, Some(0));
    let mut database = machine.database();
    let change = "UPDATE audit_log SET actor_name = 'nobody' WHERE seq = 2";
    assert!(database.batch_execute(change).is_err(), "the database refuses to change the record");
    database.batch_execute("DROP TRIGGER audit_log_no_update").expect("whoever owns the file can");
    database.batch_execute(change).expect("changed");
    drop(database);
    let (code, said, error) = machine.run(&["audit", "verify"], "");
    assert!(code == Some(1) && said.is_empty() && error.contains("entry 2 was changed"), "{error}");
}
