using System.Globalization;
using System.Text;
using BatchScoring.Input;
using BatchScoring.Input.Records;
using CsvHelper;
using CsvHelper.Configuration;

namespace BatchScoring.Tests;

public sealed class RecordReaderTests
{
    private static readonly string[] Pieces = ["a", "β", "\"", "\"\"", ",", "\t", "\n", "\r\n", " ", "😀", "long word ", ""];

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    public void What_another_library_writes_is_read_back_whatever_the_fields_and_the_reads(char delimiter)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, 1 + random.Next(8))
                .Select(_ => Enumerable.Range(0, 3).Select(_ => string.Concat(random.GetItems(Pieces, random.Next(6)))).ToArray()).ToArray();
            var text = new StringBuilder();
            using (var csv = new CsvWriter(new StringWriter(text), new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter.ToString(),
                NewLine = random.Next(2) == 0 ? "\n" : "\r\n",

                // By itself it would leave those line breaks bare that are not the file's own.
                ShouldQuote = args => random.Next(4) == 0 || args.Field?.AsSpan().IndexOfAny(['"', delimiter, '\r', '\n']) >= 0,
            }))
            {
                foreach (var row in rows)
                {
                    foreach (var field in row)
                        csv.WriteField(field);
                    csv.NextRecord();
                }
            }

            var fields = new DelimitedRecord((byte)delimiter);
            var read = Records(text.ToString(), new DelimitedFraming((byte)delimiter), random).Select(record =>
            {
                Assert.Null(record.Problem);
                fields.Take(record.Content);
                return Enumerable.Range(0, fields.Count).Select(fields.Field).ToArray();
            });
            Assert.Equal(rows, read);
        }
    }

    [Fact]
    public void Every_byte_of_any_file_belongs_to_one_record_and_reading_can_begin_at_each()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(random.GetItems(Pieces, random.Next(60)));
            foreach (var framing in new IRecordFraming[] { new LineFraming(), new DelimitedFraming((byte)',') })
            {
                var records = Records(text, framing, random);

                // A byte that is in no record is part of a line break.
                var bytes = Encoding.UTF8.GetBytes(text);
                var end = 0L;
                foreach (var record in records)
                {
                    Assert.True(bytes[(int)end..(int)record.Offset].All(b => b is (byte)'\r' or (byte)'\n'));
                    Assert.Equal(1 + bytes[..(int)record.Offset].Count(b => b == '\n'), record.Line);
                    Assert.Equal(bytes[(int)record.Offset..((int)record.Offset + record.Content.Length)], record.Content.ToArray());
                    end = record.Offset + record.Content.Length;
                }

                Assert.True(bytes[(int)end..].All(b => b is (byte)'\r' or (byte)'\n'));
                if (records.Count == 0)
                    continue;
                var from = random.Next(records.Count);
                using var rest = new MemoryStream(bytes.AsSpan((int)records[from].Offset).ToArray());
                var again = new RecordReader(rest, framing, records[from].Offset, records[from].Line, keepsBlank: true);
                foreach (var record in records.Skip(from))
                {
                    Assert.True(again.Read(out var other));
                    Assert.Equal((record.Offset, record.Line, record.Problem), (other.Offset, other.Line, other.Problem));
                    Assert.Equal(record.Content.ToArray(), other.Content.ToArray());
                }

                Assert.False(again.Read(out _));
            }
        }
    }

    [Fact]
    public void Random_bytes_are_bad_rows_and_nothing_else()
    {
        var columns = new RowColumns(["text"], "id", 100);
        IRowParser[] parsers =
        [
            new JsonRowParser(columns),
            new DelimitedRowParser(["id", "text"], columns, new DelimitedRecord((byte)',')),
            new DelimitedRowParser(["id", "text"], columns, new DelimitedRecord((byte)'\t', hasQuotes: false)),
        ];
        var sample = "{\"id\":1,\"text\":\"No \\ud83d\\ude00 effusion\"}"u8.ToArray();
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = random.Next(2) == 0 ? [.. sample] : "r1,\"a \"\"b\"\"\",\t\",\""u8.ToArray();
            for (var i = random.Next(4); i >= 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (var record in Records(bytes, new DelimitedFraming((byte)','), random).Where(record => record.Problem is null))
                _ = parsers[1].Parse(record.Content);
            _ = parsers[0].Parse(bytes);
            _ = parsers[2].Parse(bytes);
        }
    }

    [Fact]
    public void A_forgotten_quotation_mark_costs_its_line_and_not_the_file()
    {
        var records = Records("1,\"open\n2,fine\n3,\"also, fine\"\n4,\"never closed\n5,fine\n", new DelimitedFraming((byte)','), new Random(1));

        Assert.Equal(["1,\"open", "2,fine", "3,\"also, fine\"", "4,\"never closed", "5,fine"], records.Select(record => Encoding.UTF8.GetString(record.Content.Span)));
        Assert.Equal([Problems.QuoteOutOfPlace, null, null, Problems.QuoteNotClosed, null], records.Select(record => record.Problem));
    }

    [Fact]
    public void A_record_longer_than_the_limit_is_counted_and_not_held()
    {
        var text = "short\n" + new string('x', 300_000) + "\nshort too\n\"" + new string('y', 300_000) + "\n" + new string('z', 300_000) + "\"\nlast";
        foreach (var framing in new IRecordFraming[] { new LineFraming(), new DelimitedFraming((byte)',') })
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var reader = new RecordReader(stream, framing, maximumLength: 100_000);
            var lengths = new List<(int, long, bool)>();
            while (reader.Read(out var record))
                lengths.Add((record.Content.Length, record.Line, record.Problem is null));

            Assert.Equal([(5, 1, true), (0, 2, false), (9, 3, true), (0, 4, false), (0, 5, false), (4, 6, true)], lengths);
        }
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_and_UTF_16_is_told()
    {
        Assert.Equal("a", Encoding.UTF8.GetString(Records([0xEF, 0xBB, 0xBF, .. "a\n"u8], new LineFraming(), new Random(1))[0].Content.Span));
        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => Records([0xFF, 0xFE, 0x61, 0], new LineFraming(), new Random(1))).Message, StringComparison.Ordinal);
    }

    private static List<RawRecord> Records(string text, IRecordFraming framing, Random random) => Records(Encoding.UTF8.GetBytes(text), framing, random);

    private static List<RawRecord> Records(byte[] bytes, IRecordFraming framing, Random random)
    {
        using var stream = new DribblingStream(bytes, random);
        var reader = new RecordReader(stream, framing, keepsBlank: true);
        var records = new List<RawRecord>();
        while (reader.Read(out var record))
            records.Add(record with { Content = record.Content.ToArray() });
        return records;
    }

    /// <summary>Gives a few bytes at a time, as pipes may.</summary>
    private sealed class DribblingStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + random.Next(7))]);
    }
}
