library(jsonlite)

site <- "http://127.0.0.1:8000"
overview <- fromJSON(paste0(site, "/api/v1/overview"))
actors <- overview$actors

# One row for each month and stance of each actor; those of an unknown month are not in it.
rows <- Map(
  function(name, months) if (length(months)) cbind(name = name, months),
  actors$name, actors$months
)
months <- do.call(rbind, unname(rows))
months$statements <- months$certain + months$uncertain

cat(overview$utterance_count, "statements of", overview$actor_count, "actors\n\n")
print(xtabs(statements ~ month + stance, months))
print(xtabs(statements ~ name + stance, months))
