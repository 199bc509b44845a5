//! Lists of values that the server may extend at any time.

use std::fmt;

use serde::Deserializer;

/// A list of strings of the contract. A value that this client does not know is kept and written back as it came.
pub trait OpenEnum: Sized {
    /// As on the wire.
    fn as_str(&self) -> &str;

    /// From the wire. Never fails: what is not known is kept.
    fn from_wire(value: &str) -> Self;
}

/// What an open enum holds when the server said something that this client does not know.
///
/// It is opaque on purpose. Code that matched on the text would break silently on the day the text becomes a variant;
/// use the enum's `as_str`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

/// Reads any open enum; what the `Deserialize` of each one calls.
pub(crate) fn read_open_enum<'de, D: Deserializer<'de>, T: OpenEnum>(deserializer: D) -> Result<T, D::Error> {
    struct Visitor<T>(std::marker::PhantomData<T>);

    impl<T: OpenEnum> serde::de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E>(self, value: &str) -> Result<T, E> {
            Ok(T::from_wire(value))
        }
    }

    deserializer.deserialize_str(Visitor(std::marker::PhantomData))
}

/// What every open enum does, from its variants and their text on the wire.
macro_rules! impl_open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $crate::core::OpenEnum for $name {
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::__Unknown(value) => value.as_str(),
                }
            }

            fn from_wire(value: &str) -> Self {
                match value {
                    $($text => Self::$variant,)*
                    _ => Self::__Unknown(UnknownValue::new(value)),
                }
            }
        }

        impl $name {
            /// As on the wire.
            pub fn as_str(&self) -> &str {
                $crate::core::OpenEnum::as_str(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::core::OpenEnum::from_wire(value)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::core::read_open_enum(deserializer)
            }
        }
    };
}

pub(crate) use impl_open_enum;
