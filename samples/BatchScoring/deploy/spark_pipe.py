"""Scores a table of reports with Spark: each partition goes through one process of the pipe command.

spark-submit --files classifier.zip --archives app.zip#app,model.zip#model spark_pipe.py reports.parquet scored.parquet
"""
import sys

from pyspark.sql import SparkSession

COMMAND = "dotnet app/BatchScoring.dll pipe --model classifier.zip --language-model model --id id --threads 1 --device cpu"

spark = SparkSession.builder.getOrCreate()
reports = spark.read.parquet(sys.argv[1]).select("id", "text")
lines = reports.toJSON(use_unicode=True)

# checkCode: without it a process that fails in the middle would leave rows out without a word.
scored = lines.pipe(COMMAND, checkCode=True)

# A bad row has an error where others have a label, so no row is lost and the counts can be compared.
schema = "id string, label string, probability float, probabilities map<string,float>, error string"
spark.read.schema(schema).json(scored).write.parquet(sys.argv[2])
