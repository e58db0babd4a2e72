//! Named arrays with exact bits, written and read as safetensors: what is kept of a model, of sampled rows, of a
//! training that was cut off. The bytes are a function of names and numbers alone.

use ndarray::{Array, ArrayD, Dimension};
use safetensors::tensor::{Dtype, SafeTensors, TensorView, View};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// An array of one of the types that are kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Tensor {
    F32(ArrayD<f32>),
    F64(ArrayD<f64>),
    U64(ArrayD<u64>),
}

/// Arrays by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tensors(BTreeMap<String, Tensor>);

/// Bytes that are no tensors, or others than are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorFault(String);

impl fmt::Display for TensorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TensorFault {}

/// A type of number that is kept.
pub trait Number: Clone {
    fn tensor(array: ArrayD<Self>) -> Tensor
    where
        Self: Sized;
    fn array(tensor: &Tensor) -> Option<&ArrayD<Self>>
    where
        Self: Sized;
}

macro_rules! numbers {
    ($($number:ty: $variant:ident),+) => { $(
        impl Number for $number {
            fn tensor(array: ArrayD<Self>) -> Tensor {
                Tensor::$variant(array)
            }
            fn array(tensor: &Tensor) -> Option<&ArrayD<Self>> {
                match tensor {
                    Tensor::$variant(array) => Some(array),
                    _ => None,
                }
            }
        }
    )+ };
}

numbers!(f32: F32, f64: F64, u64: U64);

impl Tensor {
    pub fn shape(&self) -> &[usize] {
        match self {
            Tensor::F32(a) => a.shape(),
            Tensor::F64(a) => a.shape(),
            Tensor::U64(a) => a.shape(),
        }
    }

    /// The numbers in the order of the last axis, then of the one before.
    pub fn values(&self) -> Vec<f64> {
        match self {
            Tensor::F32(a) => a.iter().map(|x| f64::from(*x)).collect(),
            Tensor::F64(a) => a.iter().copied().collect(),
            Tensor::U64(a) => a.iter().map(|x| *x as f64).collect(),
        }
    }
}

impl Tensors {
    /// Adds an array under a name of its own.
    pub fn put<T: Number, D: Dimension>(&mut self, name: impl Into<String>, array: Array<T, D>) {
        self.0.insert(name.into(), T::tensor(array.into_dyn()));
    }

    /// Adds one number.
    pub fn put_number<T: Number>(&mut self, name: impl Into<String>, number: T) {
        self.put(name, ndarray::arr0(number));
    }

    /// Adds all of `inner`, each name behind `prefix`.
    pub fn put_all(&mut self, prefix: &str, inner: Tensors) {
        self.0.extend(inner.0.into_iter().map(|(name, tensor)| (format!("{prefix}{name}"), tensor)));
    }

    /// What stands behind `prefix`, without it.
    pub fn behind(&self, prefix: &str) -> Tensors {
        let inner = self.0.iter().filter_map(|(name, tensor)| Some((name.strip_prefix(prefix)?, tensor)));
        Tensors(inner.map(|(name, tensor)| (name.to_string(), tensor.clone())).collect())
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.0.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }

    /// The array of this name.
    ///
    /// # Errors
    /// [`TensorFault`] where there is none of this type and number of axes.
    pub fn get<T: Number, D: Dimension>(&self, name: &str) -> Result<Array<T, D>, TensorFault> {
        let missing = || TensorFault(format!("`{name}` is missing, or of another type"));
        let array = self.0.get(name).and_then(T::array).ok_or_else(missing)?;
        let shape = || TensorFault(format!("`{name}` has the shape {:?}", array.shape()));
        array.clone().into_dimensionality().map_err(|_| shape())
    }

    /// The number of this name.
    ///
    /// # Errors
    /// [`TensorFault`] where there is none of this type.
    pub fn number<T: Number>(&self, name: &str) -> Result<T, TensorFault> {
        self.get::<T, ndarray::Ix0>(name).map(ndarray::Array0::into_scalar)
    }

    /// Copies the array of this name into one of the same shape.
    ///
    /// # Errors
    /// [`TensorFault`] where there is none of this type and shape.
    pub fn read_into<T: Number, D: Dimension>(
        &self,
        name: &str,
        into: &mut Array<T, D>,
    ) -> Result<(), TensorFault> {
        let array = self.get::<T, D>(name)?;
        if array.shape() != into.shape() {
            let (found, wanted) = (array.shape(), into.shape());
            return Err(TensorFault(format!("`{name}` has the shape {found:?}, {wanted:?} is needed")));
        }
        *into = array;
        Ok(())
    }

    /// As a safetensors file. Beside that, the bytes of one array at a time are held.
    pub fn to_bytes(&self) -> Vec<u8> {
        safetensors::serialize(&self.0, None).unwrap_or_default()
    }

    /// Reads a safetensors file.
    ///
    /// # Errors
    /// [`TensorFault`] where it is none, or holds other types than are kept here.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TensorFault> {
        let file = SafeTensors::deserialize(bytes).map_err(|error| TensorFault(error.to_string()))?;
        let tensors = file.tensors().into_iter().map(|(name, view)| Ok((name, read(&view)?)));
        Ok(Tensors(tensors.collect::<Result<_, TensorFault>>()?))
    }
}

impl View for &Tensor {
    fn dtype(&self) -> Dtype {
        match self {
            Tensor::F32(_) => Dtype::F32,
            Tensor::F64(_) => Dtype::F64,
            Tensor::U64(_) => Dtype::U64,
        }
    }

    fn shape(&self) -> &[usize] {
        Tensor::shape(self)
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Owned(match self {
            Tensor::F32(a) => a.iter().flat_map(|x| x.to_le_bytes()).collect(),
            Tensor::F64(a) => a.iter().flat_map(|x| x.to_le_bytes()).collect(),
            Tensor::U64(a) => a.iter().flat_map(|x| x.to_le_bytes()).collect(),
        })
    }

    fn data_len(&self) -> usize {
        let bytes = if matches!(self, Tensor::F32(_)) { 4 } else { 8 };
        bytes * self.shape().iter().product::<usize>()
    }
}

fn read(view: &TensorView) -> Result<Tensor, TensorFault> {
    let (data, shape) = (view.data(), view.shape());
    match view.dtype() {
        Dtype::F32 => shaped(shape, data.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()),
        Dtype::F64 => shaped(shape, data.as_chunks().0.iter().map(|b| f64::from_le_bytes(*b)).collect()),
        Dtype::U64 => shaped(shape, data.as_chunks().0.iter().map(|b| u64::from_le_bytes(*b)).collect()),
        other => Err(TensorFault(format!("numbers of type {other:?} are not kept here"))),
    }
}

fn shaped<T: Number>(shape: &[usize], numbers: Vec<T>) -> Result<Tensor, TensorFault> {
    let array = ArrayD::from_shape_vec(shape, numbers);
    array.map(T::tensor).map_err(|error| TensorFault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, array};

    #[test]
    fn numbers_come_row_by_row() {
        let tensor = f32::tensor(array![[1.0f32, 2.0], [3.0, 4.0]].reversed_axes().into_dyn());
        assert_eq!((tensor.shape(), tensor.values()), (&[2, 2][..], vec![1.0, 3.0, 2.0, 4.0]));
    }

    fn some() -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("weights", array![[1.5f32, -0.0], [f32::MIN_POSITIVE, 3.0]]);
        tensors.put("strange", array![f64::NEG_INFINITY, 0.1 + 0.2, f64::NAN]);
        tensors.put("empty", Array1::<f64>::zeros(0));
        tensors.put_number("epoch", u64::MAX);
        tensors
    }

    /// Every bit comes back, those of NaN and minus zero too, and the same numbers give the same bytes.
    #[test]
    fn bits_survive() {
        let bytes = some().to_bytes();
        let back = Tensors::from_bytes(&bytes).expect("its own bytes");
        assert_eq!(back.to_bytes(), bytes);
        let strange: Array1<f64> = back.get("strange").expect("there");
        assert!(strange[2].is_nan() && strange[1] == 0.1 + 0.2);
        let weights: Array2<f32> = back.get("weights").expect("there");
        assert!(weights[[0, 1]].is_sign_negative());
        assert_eq!(back.number::<u64>("epoch"), Ok(u64::MAX));
    }

    #[test]
    fn what_is_missing_or_of_another_shape_is_said() {
        let tensors = some();
        assert!(tensors.get::<f64, ndarray::Ix2>("weights").is_err());
        assert!(tensors.read_into("weights", &mut Array2::<f32>::zeros((3, 2))).is_err());
        assert!(tensors.number::<f64>("nowhere").is_err());
        assert!(Tensors::from_bytes(&tensors.to_bytes()[..40]).is_err());
    }

    #[test]
    fn prefixes_nest() {
        let mut outer = Tensors::default();
        outer.put_all("layer1.", some());
        assert_eq!(outer.behind("layer1.").number::<u64>("epoch"), Ok(u64::MAX));
        assert!(outer.behind("layer2.").iter().next().is_none());
    }
}
