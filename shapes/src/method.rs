//! How a method takes its mock, and whether it is async.

/// How a method takes `self`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receiver {
    pub(crate) text: &'static str,
    /// How a test makes the mock, of which `@` is a new one.
    pub(crate) made: &'static str,
    pub(crate) mutable: bool,
    /// What the call is made on.
    pub(crate) on: &'static str,
    /// Whether elided lifetimes of the return type are its.
    pub(crate) lends: bool,
    pub(crate) lends_mutably: bool,
    /// Whether a future that takes it along is `Send`.
    pub(crate) send: bool,
}

const fn receiver(text: &'static str, made: &'static str, on: &'static str) -> Receiver {
    Receiver { text, made, mutable: false, on, lends: false, lends_mutably: false, send: true }
}

impl Receiver {
    const fn mutable(mut self) -> Self {
        self.mutable = true;
        self
    }
    const fn lends(mut self) -> Self {
        self.lends = true;
        self
    }
    const fn lends_mutably(mut self) -> Self {
        self.lends = true;
        self.lends_mutably = true;
        self
    }
    const fn local(mut self) -> Self {
        self.send = false;
        self
    }

    pub(crate) fn is_static(&self) -> bool {
        self.text.is_empty()
    }
}

pub(crate) const SHARED: Receiver = receiver("&self", "@", "mock").lends();
pub(crate) const EXCLUSIVE: Receiver = receiver("&mut self", "@", "mock").mutable().lends_mutably();
pub(crate) const STATIC: Receiver = receiver("", "", "");
pub(crate) const OTHERS: &[Receiver] = &[
    receiver("self", "@", "mock"),
    receiver("self: Self", "@", "mock"),
    receiver("self: Box<Self>", "Box::new(@)", "mock"),
    receiver("self: Rc<Self>", "Rc::new(@)", "mock").local(),
    receiver("self: Arc<Self>", "Arc::new(@)", "mock"),
    receiver("self: &Arc<Self>", "Arc::new(@)", "mock"),
    receiver("self: Pin<&mut Self>", "Box::pin(@)", "mock.as_mut()").mutable().lends_mutably(),
    receiver("self: Pin<&Self>", "Box::pin(@)", "mock.as_ref()").lends(),
    receiver("self: Pin<Box<Self>>", "Box::pin(@)", "mock"),
    receiver("self: &Self", "@", "mock").lends(),
    receiver("self: &mut Self", "@", "mock").mutable().lends_mutably(),
];

/// Whether and how a method is async.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Around the value's type, which is `@`.
    pub(crate) output: &'static str,
    /// On the trait, above and below the mock's attribute.
    pub(crate) above: &'static str,
    pub(crate) below: &'static str,
    pub(crate) kind: FormKind,
    /// Whether its future is demanded to be `Send`.
    pub(crate) send: bool,
    /// Whether it names the lifetime of `self`.
    pub(crate) lends: bool,
    /// Whether hidden types may be in it.
    pub(crate) hides: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    Sync,
    /// `async fn`.
    Async,
    /// `async fn`, of which the mock sees what `#[async_trait]` makes of it.
    Desugared,
    /// A future in the return type.
    Explicit,
}

const fn form(kind: FormKind, output: &'static str) -> Form {
    Form { output, above: "", below: "", kind, send: false, lends: false, hides: false }
}

impl Form {
    const fn above(mut self, above: &'static str) -> Self {
        self.above = above;
        self
    }
    const fn below(mut self, below: &'static str) -> Self {
        self.below = below;
        self
    }
    const fn send(mut self) -> Self {
        self.send = true;
        self
    }
    const fn lends(mut self) -> Self {
        self.lends = true;
        self
    }
    const fn hides(mut self) -> Self {
        self.hides = true;
        self
    }

    /// Whether only traits have it.
    pub(crate) fn is_of_traits(&self) -> bool {
        !self.above.is_empty() || !self.below.is_empty()
    }
}

pub(crate) const SYNC: Form = form(FormKind::Sync, "@").hides();
pub(crate) const ASYNC: Form = form(FormKind::Async, "@").hides();
pub(crate) const FORMS: &[Form] = &[
    form(FormKind::Async, "@").below("#[async_trait::async_trait]").send(),
    form(FormKind::Async, "@").below("#[async_trait::async_trait(?Send)]"),
    form(FormKind::Desugared, "@").above("#[async_trait::async_trait]").send(),
    form(FormKind::Desugared, "@").above("#[async_trait::async_trait(?Send)]"),
    form(FormKind::Async, "@").below("#[trait_variant::make(Send)]").send(),
    form(FormKind::Explicit, "@").above("#[trait_variant::make(Send)]").send(),
    form(FormKind::Explicit, "impl Future<Output = @>").hides(),
    form(FormKind::Explicit, "impl Future<Output = @> + Send").send().hides(),
    form(FormKind::Explicit, "impl Future<Output = @> + Send + '_").send().lends(),
    form(FormKind::Explicit, "impl core::future::Future<Output = @> + '_").lends(),
    form(FormKind::Explicit, "BoxFuture<'_, @>").send().lends(),
    form(FormKind::Explicit, "BoxFuture<'static, @>").send(),
    form(FormKind::Explicit, "LocalBoxFuture<'_, @>").lends(),
    form(FormKind::Explicit, "LocalBoxFuture<'static, @>"),
    form(FormKind::Explicit, "Pin<Box<dyn Future<Output = @> + Send + '_>>").send().lends(),
    form(FormKind::Explicit, "Pin<Box<dyn Future<Output = @> + Send>>").send(),
    form(FormKind::Explicit, "Pin<Box<dyn Future<Output = @> + '_>>").lends(),
    form(FormKind::Explicit, "Pin<Box<dyn Future<Output = @>>>"),
];
