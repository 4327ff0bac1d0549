using System.CommandLine;
using SyntheticReports.Corpus;
using SyntheticReports.Measurement;

var output = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
var seed = new Option<ulong>("--seed") { Description = "The seed. The shipped file has the default.", DefaultValueFactory = _ => SyntheticCorpus.Seed };
var generate = new Command("generate", "Writes the corpus as JSON lines.") { output, seed };
generate.SetAction(result =>
{
    var rows = SyntheticCorpus.Create(result.GetValue(seed));
    File.WriteAllBytes(result.GetRequiredValue(output).FullName, CorpusFile.ToBytes(rows));
});

var data = new Option<FileInfo?>("--data") { Description = "JSON lines with id, text, label and split. Without it: the corpus as it is generated." };
var measure = new Command("measure", "Prints how far word counting gets on the corpus.") { data };
measure.SetAction(result =>
{
    var file = result.GetValue(data);
    foreach (var line in Measurement.Run(file is null ? SyntheticCorpus.Create() : CorpusFile.Read(file.FullName)))
        Console.WriteLine(line);
});

return new RootCommand("Synthetic reports for samples/ReportClassification.") { generate, measure }.Parse(args).Invoke();
