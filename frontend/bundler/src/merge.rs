//! Several chunks of the client as one WebAssembly module.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, CustomSection, DataCountSection, DataSection, ElementSection, FunctionSection, ImportSection, Module,
    RawSection, SectionId,
};
use wasmparser::{ImportSectionReader, Parser, Payload, TypeRef};

/// One module that does what loading all of these would. That is possible because chunks name nothing of each other:
/// they meet in the entry's function table, at places the splitter fixed, and import only from the entry.
pub fn merge(chunks: &[&[u8]]) -> Result<Vec<u8>> {
    let mut merged = Merged::default();
    for chunk in chunks {
        merged.take_imports(chunk)?;
    }
    for chunk in chunks {
        merged.take(chunk)?;
    }
    Ok(merged.finish())
}

#[derive(Default)]
struct Merged {
    /// The type section, the same in every chunk.
    types: Option<Vec<u8>>,
    imports: ImportSection,
    /// Imported name -> index, by kind: globals, tables, memories.
    spaces: [BTreeMap<String, u32>; 3],
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    features: Option<Vec<u8>>,
}

/// Where the things of one chunk went.
struct Moved {
    spaces: [Vec<u32>; 3],
    first_function: u32,
    first_data: u32,
}

const GLOBALS: usize = 0;
const TABLES: usize = 1;
const MEMORIES: usize = 2;

fn space(ty: &TypeRef) -> Result<usize> {
    match ty {
        TypeRef::Global(_) => Ok(GLOBALS),
        TypeRef::Table(_) => Ok(TABLES),
        TypeRef::Memory(_) => Ok(MEMORIES),
        other => bail!("a chunk imports {other:?}; the splitter changed, and merging has to follow"),
    }
}

fn imports(section: ImportSectionReader<'_>) -> Result<Vec<wasmparser::Import<'_>>> {
    Ok(section.into_imports().collect::<Result<_, _>>()?)
}

impl Merged {
    fn take_imports(&mut self, chunk: &[u8]) -> Result<()> {
        for payload in Parser::new(0).parse_all(chunk) {
            let Payload::ImportSection(section) = payload? else { continue };
            for import in imports(section)? {
                let known = &mut self.spaces[space(&import.ty)?];
                let next = u32::try_from(known.len())?;
                if !known.contains_key(import.name) {
                    known.insert(import.name.to_owned(), next);
                    let ty =
                        wasm_encoder::EntityType::try_from(import.ty).map_err(|error| anyhow::anyhow!("{error}"))?;
                    self.imports.import(import.module, import.name, ty);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, chunk: &[u8]) -> Result<()> {
        let mut moved =
            Moved { spaces: Default::default(), first_function: self.functions.len(), first_data: self.data.len() };
        for payload in Parser::new(0).parse_all(chunk) {
            match payload? {
                Payload::TypeSection(section) => {
                    let types = &chunk[usize::try_from(section.range().start)?..usize::try_from(section.range().end)?];
                    if self.types.get_or_insert_with(|| types.to_vec()) != types {
                        bail!("two chunks differ in their types; the splitter changed, and merging has to follow");
                    }
                }
                Payload::ImportSection(section) => {
                    for import in imports(section)? {
                        let space = space(&import.ty)?;
                        moved.spaces[space].push(*self.spaces[space].get(import.name).context("an unseen import")?);
                    }
                }
                Payload::FunctionSection(section) => told(moved.parse_function_section(&mut self.functions, section))?,
                Payload::ElementSection(section) => told(moved.parse_element_section(&mut self.elements, section))?,
                Payload::CodeSectionEntry(body) => told(moved.parse_function_body(&mut self.code, body))?,
                Payload::DataSection(section) => told(moved.parse_data_section(&mut self.data, section))?,
                Payload::CustomSection(custom) if custom.name() == "target_features" => {
                    self.features = Some(custom.data().to_vec());
                }
                Payload::ExportSection(section) if section.count() == 0 => {}
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                other => bail!("a chunk has {other:?}; the splitter changed, and merging has to follow"),
            }
        }
        Ok(())
    }

    fn finish(self) -> Vec<u8> {
        let mut module = Module::new();
        if let Some(types) = &self.types {
            module.section(&RawSection { id: SectionId::Type.into(), data: types });
        }
        let count = DataCountSection { count: self.data.len() };
        module.section(&self.imports).section(&self.functions).section(&self.elements);
        module.section(&count).section(&self.code).section(&self.data);
        if let Some(features) = self.features {
            module.section(&CustomSection { name: "target_features".into(), data: features.into() });
        }
        module.finish()
    }
}

impl Reencode for Moved {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.first_function + function)
    }
    fn data_index(&mut self, data: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.first_data + data)
    }
    fn global_index(&mut self, global: u32) -> Result<u32, Error<Self::Error>> {
        self.imported(GLOBALS, global)
    }
    fn table_index(&mut self, table: u32) -> Result<u32, Error<Self::Error>> {
        self.imported(TABLES, table)
    }
    fn memory_index(&mut self, memory: u32) -> Result<u32, Error<Self::Error>> {
        self.imported(MEMORIES, memory)
    }
}

impl Moved {
    /// Chunks define no globals, tables or memories, so an index beyond the imports is an error of the chunk.
    fn imported(&self, space: usize, index: u32) -> Result<u32, Error<String>> {
        let moved = usize::try_from(index).ok().and_then(|index| self.spaces[space].get(index));
        moved.copied().ok_or_else(|| Error::UserError("a chunk uses what it does not import".into()))
    }
}

fn told(result: Result<(), Error<String>>) -> Result<()> {
    result.map_err(|error| anyhow::anyhow!("merge chunks: {error}"))
}
