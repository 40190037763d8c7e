//! Enums and scalars.

use async_graphql::{Enum, InputValueError, InputValueResult, Scalar, ScalarType, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CloudTypeEnum {
    All,
    Secure,
    Community,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ComputeType {
    Cpu,
    Gpu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Compliance {
    Gdpr,
    #[graphql(name = "ISO_IEC_27001")]
    IsoIec27001,
    #[graphql(name = "ISO_14001")]
    Iso14001,
    #[graphql(name = "PCI_DSS")]
    PciDss,
    Hitrust,
    #[graphql(name = "SOC_1_TYPE_2")]
    Soc1Type2,
    #[graphql(name = "SOC_2_TYPE_2")]
    Soc2Type2,
    #[graphql(name = "SOC_3_TYPE_2")]
    Soc3Type2,
    Itar,
    #[graphql(name = "FISMA_HIGH")]
    FismaHigh,
    Hipaa,
    Renewable,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum PodStatus {
    Created,
    #[default]
    Running,
    Restarting,
    Exited,
    Paused,
    Dead,
    Terminated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PodType {
    Interruptable,
    Reserved,
    Bid,
    Background,
}

/// ISO 8601 text in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTime(pub String);

#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A TCP port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port(pub u16);

#[Scalar(name = "Port")]
impl ScalarType for Port {
    fn parse(value: Value) -> InputValueResult<Self> {
        let number = match &value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        };
        let port = number.and_then(|number| u16::try_from(number).ok());
        port.map(Self).ok_or_else(|| InputValueError::custom(format!("Value is not a valid TCP port: {value}")))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

/// Always answers null.
pub struct Void;

#[Scalar(name = "Void")]
impl ScalarType for Void {
    fn parse(_: Value) -> InputValueResult<Self> {
        Ok(Self)
    }

    fn to_value(&self) -> Value {
        Value::Null
    }
}
