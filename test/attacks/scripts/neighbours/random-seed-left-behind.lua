--@ ends returned
--@ options {"libraries": "all"}
math.randomseed(1, 2)
