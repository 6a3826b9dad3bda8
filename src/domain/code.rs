//! Enums that are stored, sent and translated by a stable lower-case code.
//!
//! The code is the contract: it is in the database, in JSON, in forms and in the keys of the text
//! catalogues. The Rust name may change, the code may not.

/// A closed set of values, each with a code that never changes.
pub trait Code: Copy + Eq + 'static {
    /// What is being coded, for messages: `claim state`.
    const WHAT: &'static str;
    /// Every value, in the order of declaration.
    const ALL: &'static [Self];

    fn as_str(self) -> &'static str;

    /// The value with this exact code.
    ///
    /// # Errors
    /// Any other text.
    fn from_code(code: &str) -> Result<Self, UnknownCode> {
        let value = Self::ALL.iter().copied().find(|value| value.as_str() == code);
        value.ok_or_else(|| UnknownCode { what: Self::WHAT, code: code.to_owned() })
    }
}

/// A text that is not one of the codes of its set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is not a {what}")]
pub struct UnknownCode {
    pub what: &'static str,
    pub code: String,
}

/// Declares an enum with its codes: `as_str`, `ALL`, `Display`, `FromStr` and serde all use them.
///
/// ```ignore
/// codes! {
///     /// How a thing goes.
///     pub enum Pace: "pace" { Slow = "slow", VeryFast = "very-fast" }
/// }
/// ```
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident: $what:literal {
        $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
        impl $crate::domain::code::Code for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = $name::ALL;
            fn as_str(self) -> &'static str {
                $name::as_str(self)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = $crate::domain::code::UnknownCode;
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                $crate::domain::code::Code::from_code(code)
            }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                code.parse().map_err(::serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;

#[cfg(test)]
mod tests {

    codes! { enum Pace: "pace" { Slow = "slow", VeryFast = "very-fast" } }

    #[test]
    fn the_code_is_the_only_spelling() {
        assert_eq!("very-fast".parse(), Ok(Pace::VeryFast));
        assert_eq!("Slow".parse::<Pace>().map_err(|error| error.to_string()), Err("`Slow` is not a pace".to_owned()));
        assert_eq!(serde_json::to_string(&Pace::ALL).ok().as_deref(), Some(r#"["slow","very-fast"]"#));
        assert_eq!(serde_json::from_str::<Pace>("\"slow\"").ok(), Some(Pace::Slow));
        assert!(serde_json::from_str::<Pace>("\"fast\"").is_err());
    }
}
