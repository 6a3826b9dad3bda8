//! Serde and `TryFrom<String>` for a type kept as one text, written once.

/// Reads with `FromStr`, writes with `as_str`: the type travels as plain text.
macro_rules! transparent_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl TryFrom<String> for $type {
            type Error = $crate::domain::identity::IdentityFault;
            fn try_from(text: String) -> Result<$type, Self::Error> {
                text.parse()
            }
        }
    };
}
pub(super) use transparent_text;
