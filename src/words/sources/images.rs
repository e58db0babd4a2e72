//! Sources of deformed images, by key.

use crate::vocabulary::Source;

pub static CIRESAN: Source = Source::article(
    "Ciresan2010",
    2010,
    "Cireşan, Dan Claudiu and Meier, Ueli and Gambardella, Luca Maria and Schmidhuber, Jürgen",
    "Deep, big, simple neural nets for handwritten digit recognition",
    "Neural Computation",
    "22:3207--3220",
);

pub static SIMARD_TANGENTS: Source = Source::proceedings(
    "Simard1992",
    1992,
    "Simard, Patrice Y. and Victorri, Bernard and LeCun, Yann and Denker, John S.",
    "Tangent prop: A formalism for specifying selected invariances in an adaptive network",
    "Advances in Neural Information Processing Systems",
    "895--903",
);

pub static SIMARD: Source = Source::proceedings(
    "Simard2003",
    2003,
    "Simard, Patrice Y. and Steinkraus, Dave and Platt, John C.",
    "Best practices for convolutional neural networks applied to visual document analysis",
    "International Conference on Document Analysis and Recognition",
    "958--963",
);

pub static LOOSLI: Source = Source::proceedings(
    "Loosli2007",
    2007,
    "Loosli, Gaëlle and Canu, Stéphane and Bottou, Léon",
    "Training invariant support vector machines using selective sampling",
    "Large Scale Kernel Machines",
    "301--320",
);

pub static HAUBERG: Source = Source::proceedings(
    "Hauberg2016",
    2016,
    "Hauberg, Søren and Freifeld, Oren and Larsen, Anders Boesen Lindbo and Fisher III, John W. and Hansen, Lars Kai",
    "Dreaming more data: Class-dependent distributions over diffeomorphisms for learned data augmentation",
    "International Conference on Artificial Intelligence and Statistics",
    "342--350",
);

pub static CHOLLET: Source =
    Source::misc("Chollet2015", 2015, "Chollet, François and others", "Keras", "https://keras.io");
