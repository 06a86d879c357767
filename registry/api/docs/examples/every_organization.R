library(jsonlite)

address <- "https://registry.example/api/v1/organizations?country_of_work=KEN&limit=500"
pages <- list()
while (!is.null(address)) {
  page <- fromJSON(address)
  pages[[length(pages) + 1]] <- page$results
  address <- page$`next`
}
organizations <- rbind_pages(pages)
