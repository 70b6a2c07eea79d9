//! The text of a program as the few kinds of expressions that say what they are.
//!
//! In: a text. Out: a [`ProgramModule`], which depends on the text no more.
//!
//! What always holds: this is the only file that knows the parser. What it does not know is `Unknown`. An expression that
//! is deeper than `DEEPEST` is `Unknown` there.

use crate::model::Key;
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpressionElement, ArrowFunctionBody, AssignmentOperator, AssignmentTarget, BinaryOperator,
    BindingPattern, CallExpression, Declaration, ExportDefaultDeclarationKind, Expression, Function, FunctionBody,
    ImportDeclarationSpecifier, LogicalOperator, ModuleExportName, ObjectPropertyKind, PropertyKind, Statement,
    UnaryOperator, VariableDeclaration, VariableDeclarationKind,
};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};
use std::{collections::BTreeMap, ops::Range};

/// Levels of an expression.
const DEEPEST: usize = 48;

/// One file: what is bound to names in it, and what it exports.
#[derive(Default, Debug)]
pub(super) struct ProgramModule {
    /// Constants, and functions that only return something.
    pub(super) names: BTreeMap<String, ProgramNode>,
    /// The local name, the file, and the name there; none for all of its exports.
    pub(super) imports: BTreeMap<String, (String, Option<String>)>,
    pub(super) exports: BTreeMap<String, ProgramNode>,
    /// Names that are exported from another file: the file, and the name there.
    pub(super) passed_on: BTreeMap<String, (String, String)>,
    /// Files whose exports are all exported.
    pub(super) passed_on_whole: Vec<String>,
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub(super) struct ProgramNode {
    pub(super) expression: ProgramExpression,
    pub(super) at: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum ProgramExpression {
    Scalar {
        text: String,
        quoted: bool,
    },
    Null,
    List(Vec<ProgramItem>),
    Table(Vec<ProgramItem>),
    /// Texts that are put together.
    Joined(Vec<ProgramNode>),
    Name(String),
    /// `a.b`
    Member(Box<ProgramNode>, String),
    /// The name of the function, without what it belongs to: `resolve` for `require.resolve`.
    Call {
        name: String,
        is_plain: bool,
        arguments: Vec<ProgramNode>,
    },
    /// What a function returns.
    Function(Box<ProgramNode>),
    /// The first of them that is known.
    Either(Vec<ProgramNode>),
    Unknown,
}

/// An item of a list or a table.
#[derive(Clone, Debug)]
pub(super) struct ProgramItem {
    /// None for an item of a list, and for all items of another list or table: `...a`.
    pub(super) key: Option<Key>,
    pub(super) is_spread: bool,
    pub(super) node: ProgramNode,
}

/// Why a text is no program.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) at: Range<usize>,
}

/// Parses a text; `extension` says which language it is in.
pub(super) fn parse(extension: &str, text: &str) -> Result<ProgramModule, SyntaxError> {
    let allocator = Allocator::default();
    // Files that end in `.js` are of either kind of modules.
    let kind = SourceType::from_extension(extension).unwrap_or_default().with_unambiguous(extension == "js");
    let parsed = Parser::new(&allocator, text, kind).parse();
    if let Some(error) = parsed.diagnostics.iter().next().filter(|_| parsed.program.body.is_empty()) {
        let place = error.labels.first();
        let at = place.map_or(0..0, |label| label.offset() as usize..(label.offset() + label.len()) as usize);
        return Err(SyntaxError { message: error.message.to_string(), at });
    }
    let mut module = ProgramModule::default();
    parsed.program.body.iter().for_each(|statement| module.add(statement));
    Ok(module)
}

impl ProgramModule {
    fn add(&mut self, statement: &Statement) {
        match statement {
            Statement::VariableDeclaration(declaration) => self.bind(declaration),
            Statement::FunctionDeclaration(function) => self.bind_function(function),
            Statement::ImportDeclaration(import) => {
                for specifier in import.specifiers.iter().flatten() {
                    let (local, name) = match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(one) => (&one.local, Some(exported(&one.imported))),
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => (&one.local, Some("default".into())),
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => (&one.local, None),
                    };
                    self.imports.insert(local.name.to_string(), (import.source.value.to_string(), name));
                }
            }
            Statement::ExportDefaultDeclaration(export) => {
                let node = match &export.declaration {
                    ExportDefaultDeclarationKind::FunctionDeclaration(function) => self.function(function),
                    declaration => declaration.as_expression().map(|expression| self.node(expression, 0)),
                };
                self.exports.extend(node.map(|node| ("default".to_owned(), node)));
            }
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) => {
                    self.bind(declaration);
                    for name in declaration.declarations.iter().filter_map(|one| bound(&one.id)) {
                        self.export_local(name, name, export.span);
                    }
                }
                Declaration::FunctionDeclaration(function) => {
                    self.bind_function(function);
                    if let Some(name) = &function.id {
                        self.export_local(name.name.as_str(), name.name.as_str(), export.span);
                    }
                }
                _ => {}
            },
            Statement::ExportNamedDeclaration(export) => {
                for one in &export.specifiers {
                    self.export_local(&exported(&one.exported), &exported(&one.local), one.span);
                }
            }
            Statement::ExportFromDeclaration(export) => {
                for one in &export.specifiers {
                    let from = (export.source.value.to_string(), exported(&one.local));
                    self.passed_on.insert(exported(&one.exported), from);
                }
            }
            Statement::ExportAllDeclaration(export) if export.exported.is_none() => {
                self.passed_on_whole.push(export.source.value.to_string());
            }
            Statement::TSExportAssignment(export) => {
                let node = self.node(&export.expression, 0);
                self.exports.insert("default".to_owned(), node);
            }
            Statement::ExpressionStatement(statement) => self.assign(&statement.expression),
            _ => {}
        }
    }

    fn bind(&mut self, declaration: &VariableDeclaration) {
        for one in &declaration.declarations {
            let Some((name, init)) = bound(&one.id).zip(one.init.as_ref()) else { continue };
            let node = self.node(init, 0);
            // What changes later is not known.
            let is_constant = declaration.kind == VariableDeclarationKind::Const;
            let unknown = ProgramNode { expression: ProgramExpression::Unknown, at: node.at.clone() };
            self.names.insert(name.to_owned(), if is_constant { node } else { unknown });
        }
    }

    fn bind_function(&mut self, function: &Function) {
        if let Some((name, node)) = function.id.as_ref().zip(self.function(function)) {
            self.names.insert(name.name.to_string(), node);
        }
    }

    fn export_local(&mut self, exported: &str, local: &str, span: Span) {
        let node = ProgramNode { expression: ProgramExpression::Name(local.to_owned()), at: range(span) };
        self.exports.insert(exported.to_owned(), node);
    }

    /// `module.exports = x`, `exports.a = x`
    fn assign(&mut self, expression: &Expression) {
        let Expression::AssignmentExpression(assignment) = expression else { return };
        if assignment.operator != AssignmentOperator::Assign {
            return;
        }
        let AssignmentTarget::StaticMemberExpression(target) = &assignment.left else { return };
        let property = target.property.name.as_str();
        let name = match &target.object {
            Expression::Identifier(object) if object.name == "module" && property == "exports" => "default",
            Expression::Identifier(object) if object.name == "exports" => property,
            Expression::StaticMemberExpression(object) if object.property.name == "exports" => property,
            _ => return,
        };
        let node = self.node(&assignment.right, 0);
        self.exports.insert(name.to_owned(), node);
    }

    /// What a function returns, if its last statement says so.
    fn function(&mut self, function: &Function) -> Option<ProgramNode> {
        let body = function.body.as_ref()?;
        Some(self.returned(body, range(function.span), 0))
    }

    /// The constants in a function are known by their names, as if they stood outside of it.
    fn returned(&mut self, body: &FunctionBody, at: Range<usize>, depth: usize) -> ProgramNode {
        let mut value = ProgramExpression::Unknown;
        if depth < DEEPEST {
            for statement in &body.statements {
                match statement {
                    Statement::VariableDeclaration(declaration) => self.bind(declaration),
                    Statement::FunctionDeclaration(function) => self.bind_function(function),
                    Statement::ReturnStatement(statement) => {
                        let returned = statement.argument.as_ref().map(|argument| self.node(argument, depth + 1));
                        value = returned.map_or(ProgramExpression::Null, |node| node.expression);
                    }
                    _ => {}
                }
            }
        }
        let inside = ProgramNode { expression: value, at: at.clone() };
        ProgramNode { expression: ProgramExpression::Function(Box::new(inside)), at }
    }

    fn node(&mut self, expression: &Expression, depth: usize) -> ProgramNode {
        let expression = expression.get_inner_expression();
        let at = range(expression.span());
        let text = |text: &str, quoted| ProgramExpression::Scalar { text: text.to_owned(), quoted };
        if depth > DEEPEST {
            return ProgramNode { expression: ProgramExpression::Unknown, at };
        }
        let known = match expression {
            Expression::StringLiteral(literal) => text(&literal.value, true),
            Expression::BooleanLiteral(literal) => text(if literal.value { "true" } else { "false" }, false),
            Expression::NumericLiteral(literal) => text(&literal.value.to_string(), false),
            Expression::NullLiteral(_) => ProgramExpression::Null,
            Expression::Identifier(name) if name.name == "undefined" => ProgramExpression::Null,
            Expression::Identifier(name) => ProgramExpression::Name(name.name.to_string()),
            Expression::UnaryExpression(unary) => match (unary.operator, self.node(&unary.argument, depth + 1)) {
                (
                    UnaryOperator::UnaryNegation,
                    ProgramNode { expression: ProgramExpression::Scalar { text: number, quoted: false }, .. },
                ) => text(&format!("-{number}"), false),
                _ => ProgramExpression::Unknown,
            },
            Expression::TemplateLiteral(template) => {
                let mut parts = Vec::new();
                for (index, part) in template.quasis.iter().enumerate() {
                    let cooked = part.value.cooked.as_ref().map_or("", |cooked| cooked.as_str());
                    parts.push(ProgramNode { expression: text(cooked, true), at: range(part.span) });
                    parts.extend(template.expressions.get(index).map(|hole| self.node(hole, depth + 1)));
                }
                ProgramExpression::Joined(parts)
            }
            Expression::BinaryExpression(sum) if sum.operator == BinaryOperator::Addition => {
                ProgramExpression::Joined(vec![self.node(&sum.left, depth + 1), self.node(&sum.right, depth + 1)])
            }
            Expression::LogicalExpression(either) if either.operator != LogicalOperator::And => {
                ProgramExpression::Either(vec![self.node(&either.left, depth + 1), self.node(&either.right, depth + 1)])
            }
            Expression::ArrayExpression(list) => {
                let mut items = Vec::new();
                for element in &list.elements {
                    let (is_spread, node) = match element {
                        ArrayExpressionElement::SpreadElement(spread) => (true, self.node(&spread.argument, depth + 1)),
                        element => match element.as_expression() {
                            Some(expression) => (false, self.node(expression, depth + 1)),
                            None => continue,
                        },
                    };
                    items.push(ProgramItem { key: None, is_spread, node });
                }
                ProgramExpression::List(items)
            }
            Expression::ObjectExpression(table) => {
                let mut items = Vec::new();
                for property in &table.properties {
                    items.extend(self.property(property, depth));
                }
                ProgramExpression::Table(items)
            }
            Expression::StaticMemberExpression(member) => {
                let object = self.node(&member.object, depth + 1);
                ProgramExpression::Member(Box::new(object), member.property.name.to_string())
            }
            Expression::CallExpression(call) => self.call(call, depth),
            Expression::AwaitExpression(waited) => return self.node(&waited.argument, depth + 1),
            Expression::ImportExpression(import) => ProgramExpression::Call {
                name: "require".into(),
                is_plain: true,
                arguments: vec![self.node(&import.source, depth + 1)],
            },
            Expression::ArrowFunctionExpression(function) => match &function.body {
                ArrowFunctionBody::FunctionBody(body) => return self.returned(body, at, depth + 1),
                body => match body.as_expression() {
                    Some(body) => ProgramExpression::Function(Box::new(self.node(body, depth + 1))),
                    None => ProgramExpression::Unknown,
                },
            },
            Expression::FunctionExpression(function) => match &function.body {
                Some(body) => return self.returned(body, at, depth + 1),
                None => ProgramExpression::Unknown,
            },
            _ => ProgramExpression::Unknown,
        };
        ProgramNode { expression: known, at }
    }

    fn property(&mut self, property: &ObjectPropertyKind, depth: usize) -> Option<ProgramItem> {
        let property = match property {
            ObjectPropertyKind::SpreadProperty(spread) => {
                return Some(ProgramItem { key: None, is_spread: true, node: self.node(&spread.argument, depth + 1) });
            }
            ObjectPropertyKind::ObjectProperty(property) => property,
        };
        // The name of a computed key is not known.
        let name = property.key.static_name().filter(|_| property.kind == PropertyKind::Init)?;
        let key = Some(Key { text: name.into_owned(), at: range(property.key.span()) });
        let node = self.node(&property.value, depth + 1);
        let node = if property.method { ProgramNode { expression: ProgramExpression::Unknown, ..node } } else { node };
        Some(ProgramItem { key, is_spread: false, node })
    }

    fn call(&mut self, call: &CallExpression, depth: usize) -> ProgramExpression {
        let (name, is_plain) = match call.callee.get_inner_expression() {
            Expression::Identifier(name) => (name.name.to_string(), true),
            Expression::StaticMemberExpression(member) => (member.property.name.to_string(), false),
            // `(() => ({ a: 1 }))()`
            callee => {
                let callee = self.node(callee, depth + 1);
                return ProgramExpression::Call { name: String::new(), is_plain: true, arguments: vec![callee] };
            }
        };
        let arguments = call.arguments.iter().take_while(|argument| !matches!(argument, Argument::SpreadElement(_)));
        let arguments = arguments.filter_map(|argument| argument.as_expression());
        let arguments = arguments.map(|argument| self.node(argument, depth + 1)).collect();
        ProgramExpression::Call { name, is_plain, arguments }
    }
}

fn bound<'p>(pattern: &'p BindingPattern) -> Option<&'p str> {
    match pattern {
        BindingPattern::BindingIdentifier(name) => Some(name.name.as_str()),
        _ => None,
    }
}

fn exported(name: &ModuleExportName) -> String {
    name.name().to_string()
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
