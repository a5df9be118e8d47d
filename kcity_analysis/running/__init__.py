"""engine forks manifest normalise parameters plan progress shell workers replacing"""
