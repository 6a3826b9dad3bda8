//! Signing in, and what signing in protects.

use crate::support::on_both;

#[test]
fn a_person_signs_in_sees_their_work_and_signs_out() {
    on_both(|server| {
        let visitor = server.visitor();
        let home = visitor.get("/");
        assert_eq!((home.status, home.location.as_deref()), (303, Some("/sign-in")));
        let page = visitor.get("/claims");
        assert_eq!(page.location.as_deref(), Some("/sign-in?next=%2Fclaims"), "and comes back afterwards");

        let clerk = server.sign_in("clerk");
        let home = clerk.get("/");
        assert_eq!(home.status, 200);
        assert!(home.says("张初审") && home.says("今天没有事等您办"));
        let left = clerk.post("/sign-out", &[]);
        assert_eq!(left.location.as_deref(), Some("/sign-in"));
        assert_eq!(clerk.get("/").status, 303);
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_alike() {
    on_both(|server| {
        let visitor = server.visitor();
        let known = [("email", "clerk@demo.example"), ("password", "wrong-password"), ("next", "/")];
        let unknown = [("email", "nobody@demo.example"), ("password", "wrong-password"), ("next", "/")];
        for form in [known, unknown] {
            let refused = visitor.post("/sign-in", &form);
            assert_eq!(refused.status, 422);
            assert!(refused.says("邮箱或密码不对") && refused.says(form[0].1), "what was typed is kept");
        }
        let evil = [("email", "clerk@demo.example"), ("password", "jiangxin-demo"), ("next", "//evil.example")];
        assert_eq!(visitor.post("/sign-in", &evil).location.as_deref(), Some("/"), "never to another site");
    });
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    on_both(|server| {
        let clerk = server.sign_in("clerk");
        for token in ["", "x"] {
            assert_eq!(clerk.post_raw("/sign-out", &[("csrf", token)]).status, 403);
        }
        assert_eq!(clerk.get("/").status, 200, "still signed in");
    });
}
