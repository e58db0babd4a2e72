//! MNIST and Fashion-MNIST: grey images of 28 x 28 pixels in idx files, values divided by 255.
//!
//! 60,000 rows to train on and 10,000 to test, ten classes. LeCun, Bottou, Bengio and Haffner,
//! *Gradient-based learning applied to document recognition*, 1998; Xiao, Rasul and Vollgraf,
//! *Fashion-MNIST*, 2017. The two have the same names of files: only their sums tell them apart.

use super::{Card, FileCard, Parts};
use crate::data::dataset::{Facts, Shape};
use crate::data::fault::DataFault;
use crate::data::idx::{self, Array};
use crate::data::shelf::Content;

const SHAPE: Shape = Shape {
    columns: 784,
    classes: Some(10),
    range: Some((0.0, 1.0)),
    image: Some((28, 28)),
    train: 60_000,
    test: 10_000,
    validation: 0,
    facts: Facts::NONE,
};

pub static MNIST: Card = Card {
    word: "mnist",
    title: "MNIST handwritten digits",
    folders: &[],
    shape: Shape { facts: Facts::DIGITS, ..SHAPE },
    files: &[
        FileCard {
            name: "train-images-idx3-ubyte.gz",
            packed: Some("440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            raw: Some("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            bytes: 47_040_016,
        },
        FileCard {
            name: "train-labels-idx1-ubyte.gz",
            packed: Some("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            raw: Some("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            bytes: 60_008,
        },
        FileCard {
            name: "t10k-images-idx3-ubyte.gz",
            packed: Some("8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            raw: Some("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            bytes: 7_840_016,
        },
        FileCard {
            name: "t10k-labels-idx1-ubyte.gz",
            packed: Some("f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            raw: Some("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            bytes: 10_008,
        },
    ],
    mirrors: &[
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ],
    origin: "Yann LeCun, Corinna Cortes and Christopher J. C. Burges, The MNIST database of handwritten digits",
    licence: "usually given as CC BY-SA 3.0",
    reader: read,
};

pub static FASHION: Card = Card {
    word: "fashion",
    title: "Fashion-MNIST articles of clothing",
    folders: &["fashion-mnist"],
    shape: SHAPE,
    files: &[
        FileCard {
            name: "train-images-idx3-ubyte.gz",
            packed: Some("3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            raw: None,
            bytes: 47_040_016,
        },
        FileCard {
            name: "train-labels-idx1-ubyte.gz",
            packed: Some("a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            raw: None,
            bytes: 60_008,
        },
        FileCard {
            name: "t10k-images-idx3-ubyte.gz",
            packed: Some("346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            raw: None,
            bytes: 7_840_016,
        },
        FileCard {
            name: "t10k-labels-idx1-ubyte.gz",
            packed: Some("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            raw: None,
            bytes: 10_008,
        },
    ],
    mirrors: &[
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    ],
    origin: "Han Xiao, Kashif Rasul and Roland Vollgraf, Fashion-MNIST, 2017",
    licence: "MIT",
    reader: read,
};

/// Training images and labels, then those of the test part.
fn read(contents: Vec<Content>) -> Result<Parts, DataFault> {
    let mut arrays = Vec::new();
    for content in contents {
        arrays.push(Array::parse(content.bytes, &content.path)?);
    }
    let mut arrays = arrays.into_iter();
    let mut pair = || arrays.next().map(|images| (images, arrays.next()));
    let Some(train) = pair() else { return Err(DataFault::Empty { path: "images".into() }) };
    let data = idx::assemble("images", train, pair())?;
    Ok(Parts { train: data.train, test: data.test, class_names: data.class_names.to_vec() })
}
